#pragma once

#include "engine/base/result.h"
#include "engine/connectors/salesforce/api_calls.h"

#include <functional>
#include <string>

namespace syncline::connectors::salesforce {

/// Of whom the access token is. Both empty when the token's scopes do not allow to ask.
struct OrgAndUser {
    std::string org;
    std::string user;

    bool operator==(const OrgAndUser&) const = default;
};

/// Asks userinfo (OpenID Connect; help, "The UserInfo Endpoint"). Errors: Unauthenticated, and those of the network.
void lookUpOrg(ApiCalls& calls, std::function<void(base::Result<OrgAndUser>)> done);

}  // namespace syncline::connectors::salesforce
