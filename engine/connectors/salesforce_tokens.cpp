#include "engine/connectors/salesforce_tokens.h"

#include "engine/connectors/origin.h"

#include <algorithm>
#include <utility>

namespace syncline::connectors {

namespace {

std::string withoutSlash(std::string url) {
    while (url.ends_with('/'))
        url.pop_back();
    return url;
}

bool isSalesforce(const Origin& origin) {
    constexpr std::string_view kDomains[] = {".salesforce.com", ".salesforce.mil", ".force.com"};
    return origin.scheme == "https" && origin.port == 443
           && std::any_of(std::begin(kDomains), std::end(kDomains),
                          [&](std::string_view domain) { return origin.host.ends_with(domain); });
}

bool isLoginHost(const std::string& baseUrl) {
    const std::optional<Origin> origin = parseOrigin(baseUrl);
    return origin && (origin->host == "login.salesforce.com" || origin->host == "test.salesforce.com");
}

Grant grantOf(const SalesforceSignIn& signIn) {
    Grant grant;
    grant.side = core::Side::Salesforce;
    grant.workspace = signIn.workspace;
    grant.tokenUrl = withoutSlash(signIn.baseUrl) + "/services/oauth2/token";
    grant.clientId = signIn.clientId;
    grant.needsApiBase = isLoginHost(signIn.baseUrl);
    grant.checkApiBase = [base = signIn.baseUrl](const std::string& told) { return checkInstanceUrl(base, told); };
    return grant;
}

}  // namespace

base::Result<std::string> checkInstanceUrl(const std::string& baseUrl, const std::string& instanceUrl) {
    const std::optional<Origin> base = parseOrigin(baseUrl);
    const std::optional<Origin> told = parseOrigin(instanceUrl);
    const bool isKnown = base && told && (*told == *base || (isSalesforce(*base) && isSalesforce(*told)));
    if (isKnown)
        return withoutSlash(instanceUrl);
    return syncline::base::Error{
        syncline::base::ErrorCode::ProtocolViolation, "renew the sign-in", baseUrl,
        "the sign-in names an instance that is not Salesforce's: " + instanceUrl.substr(0, 200),
        "set baseUrl to the org's My Domain"};
}

SalesforceTokens::SalesforceTokens(SideTools tools, const SalesforceSignIn& signIn)
    : GrantTokens(tools, grantOf(signIn)) {}

}  // namespace syncline::connectors
