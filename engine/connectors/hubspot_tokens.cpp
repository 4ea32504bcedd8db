#include "engine/connectors/hubspot_tokens.h"

#include <utility>

namespace syncline::connectors {

namespace {

Grant grantOf(const HubSpotSignIn& signIn) {
    std::string base = signIn.baseUrl;
    while (base.ends_with('/'))
        base.pop_back();
    Grant grant;
    grant.side = core::Side::HubSpot;
    grant.workspace = signIn.workspace;
    grant.tokenUrl = base + "/oauth/" + signIn.oauthVersion + "/token";
    grant.clientId = signIn.clientId;
    return grant;
}

Grant appGrantOf(const HubSpotSignIn& signIn, const std::vector<std::string>& scopes) {
    Grant grant = grantOf(signIn);
    grant.isApp = true;
    for (const std::string& scope : scopes)
        grant.scope += (grant.scope.empty() ? "" : " ") + scope;
    return grant;
}

}  // namespace

HubSpotTokens::HubSpotTokens(SideTools tools, const HubSpotSignIn& signIn) : GrantTokens(tools, grantOf(signIn)) {}

HubSpotAppTokens::HubSpotAppTokens(SideTools tools, const HubSpotSignIn& signIn, const std::vector<std::string>& scopes)
    : GrantTokens(tools, appGrantOf(signIn, scopes)) {}

}  // namespace syncline::connectors
