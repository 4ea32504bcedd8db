#pragma once

#include "engine/http_server/http.h"
#include "engine/sandbox/salesforce/grants.h"

namespace syncline::sandbox::salesforce {

/// Who a token stands for: /services/oauth2/userinfo, /services/oauth2/introspect and /id/{org}/{user} (Salesforce
/// help: identity URLs, OpenID Connect).
class Identity {
public:
    Identity(const Org& org, Grants& grants) : m_org(org), m_grants(grants) {}

    [[nodiscard]] http_server::Response userInfo(const http_server::Request& request);
    [[nodiscard]] http_server::Response introspect(const http_server::Request& request);
    [[nodiscard]] http_server::Response identity(const http_server::Request& request);

private:
    const Org& m_org;
    Grants& m_grants;
};

}  // namespace syncline::sandbox::salesforce
