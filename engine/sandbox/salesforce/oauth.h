#pragma once

#include "engine/http_server/http.h"
#include "engine/sandbox/salesforce/grants.h"
#include "engine/sandbox/salesforce/org.h"

#include <string>
#include <string_view>
#include <vector>

namespace syncline::sandbox::salesforce {

/// "https://host:port" that the request was sent to.
[[nodiscard]] std::string baseUrl(const http_server::Request& request);

/// The token of "Authorization: Bearer x" or "OAuth x"; empty when there is none.
[[nodiscard]] std::string accessTokenOf(const http_server::Request& request);

/// {"error":…,"error_description":…}; 400, or 401 in one dialect.
[[nodiscard]] http_server::Response oauthError(const Org& org, std::string_view error, std::string_view description);

/// Sign-in: /services/oauth2/authorize (agrees at once, as a user would; deny=1 refuses), token and revoke
/// (Salesforce help: OAuth 2.0 flows). The signature of a JWT is not checked: this is a sandbox.
class OAuth {
public:
    OAuth(const Org& org, Grants& grants) : m_org(org), m_grants(grants) {}

    [[nodiscard]] http_server::Response authorize(const http_server::Request& request);
    [[nodiscard]] http_server::Response token(const http_server::Request& request);
    [[nodiscard]] http_server::Response revoke(const http_server::Request& request);

private:
    using Form = std::vector<http_server::Header>;

    [[nodiscard]] http_server::Response byCode(const http_server::Request& request, const Form& form);
    [[nodiscard]] http_server::Response byRefreshToken(const http_server::Request& request, const Form& form);
    [[nodiscard]] http_server::Response byJwt(const http_server::Request& request, const Form& form);
    [[nodiscard]] http_server::Response issued(const http_server::Request& request, const IssuedTokens& tokens,
                                               bool withRefreshToken);
    [[nodiscard]] bool isRegistered(const std::string& redirectUri) const;

    const Org& m_org;
    Grants& m_grants;
};

}  // namespace syncline::sandbox::salesforce
