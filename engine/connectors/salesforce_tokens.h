#pragma once

#include "engine/connectors/grant_tokens.h"

#include <string>

namespace syncline::connectors {

struct SalesforceSignIn {
    std::string workspace;  ///< its id
    std::string baseUrl;    ///< the org's My Domain, or a login host
    std::string clientId;   ///< consumer key
};

/// Access tokens of a Salesforce user, renewed by refresh token at baseUrl/services/oauth2/token (protocol: 1.3). A
/// client secret is sent if the store holds one; a public client has none. Token::apiBase is the instance_url: of the
/// same server as baseUrl, or a host of Salesforce's by https; any other is a ProtocolViolation, because the bearer
/// token would go there. It is "" for a token from the store. Where baseUrl is login.salesforce.com or
/// test.salesforce.com, which serve no API, a stored access token is not used.
class SalesforceTokens final : public GrantTokens {
public:
    SalesforceTokens(SideTools tools, const SalesforceSignIn& signIn);
};

/// The rule for instance_url; gives it without a slash at its end.
[[nodiscard]] base::Result<std::string> checkInstanceUrl(const std::string& baseUrl, const std::string& instanceUrl);

}  // namespace syncline::connectors
