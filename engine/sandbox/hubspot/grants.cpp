#include "engine/sandbox/hubspot/grants.h"

#include "engine/base/time_format.h"
#include "engine/sandbox/digests.h"
#include "engine/sandbox/hubspot/json_access.h"

namespace syncline::sandbox::hubspot {
namespace {

constexpr std::string_view kCodes = "hubspot/oauth/code/";
constexpr std::string_view kRefresh = "hubspot/oauth/refresh/";
constexpr std::string_view kAccess = "hubspot/oauth/access/";
constexpr std::string_view kSeeded = "hubspot/oauth/seeded";

std::string key(std::string_view table, const std::string& token) {
    return std::string(table) + token;
}

std::int64_t milliseconds(base::WallTime time) {
    return time.time_since_epoch().count();
}

base::WallTime timeMember(const json::object& stored, std::string_view name) {
    return base::WallTime(std::chrono::milliseconds(numberMember(stored, name).value_or(0)));
}

std::string stored(const RefreshGrant& grant) {
    return json::serialize(json::object{{"user", grant.userId}, {"scopes", joinScopes(grant.scopes)}});
}

Problem unauthorized(std::string category, std::string message) {
    return {.status = 401, .category = std::move(category), .message = std::move(message)};
}

}  // namespace

Grants::Grants(Portal& portal) : m_portal(portal) {
    if (m_portal.values().find(kSeeded) != nullptr)
        return;
    m_portal.values().put(std::string(kSeeded), "true");
    m_portal.values().put(key(kRefresh, m_portal.options().refreshToken),
                          stored({m_portal.options().userId, accountScopes()}));
}

std::string Grants::issueCode(CodeGrant grant) {
    std::string code = m_portal.freshToken("code-");
    m_portal.values().put(key(kCodes, code), json::serialize(json::object{{"redirect", grant.redirectUri},
                                                                          {"scopes", joinScopes(grant.scopes)},
                                                                          {"challenge", grant.challenge},
                                                                          {"expires", milliseconds(grant.expires)}}));
    return code;
}

std::optional<CodeGrant> Grants::takeCode(const std::string& code) {
    const std::string* found = m_portal.values().find(key(kCodes, code));
    if (found == nullptr)
        return std::nullopt;
    const json::object values = parseStored(*found);
    m_portal.values().erase(key(kCodes, code));
    return CodeGrant{textMember(values, "redirect").value_or(""),
                     splitScopes(textMember(values, "scopes").value_or("")),
                     textMember(values, "challenge").value_or(""), timeMember(values, "expires")};
}

std::string Grants::issueRefresh(const RefreshGrant& grant) {
    std::string token = m_portal.freshToken("na1-");
    m_portal.values().put(key(kRefresh, token), stored(grant));
    return token;
}

std::optional<RefreshGrant> Grants::refresh(const std::string& token) const {
    const std::string* found = m_portal.values().find(key(kRefresh, token));
    if (found == nullptr)
        return std::nullopt;
    const json::object values = parseStored(*found);
    return RefreshGrant{textMember(values, "user").value_or(""),
                        splitScopes(textMember(values, "scopes").value_or(""))};
}

void Grants::revokeRefresh(const std::string& token) {
    m_portal.values().erase(key(kRefresh, token));
}

std::string Grants::issueAccess(const AccessGrant& grant) {
    forgetExpired();
    const bool app = grant.caller.kind == Caller::Kind::App;
    std::string token = m_portal.freshToken(app ? "CAT" : "CIT");
    m_portal.values().put(key(kAccess, token), json::serialize(json::object{{"kind", app ? "app" : "user"},
                                                                            {"user", grant.caller.userId},
                                                                            {"scopes", joinScopes(grant.caller.scopes)},
                                                                            {"refresh", grant.refreshToken},
                                                                            {"expires", milliseconds(grant.expires)}}));
    return token;
}

std::optional<AccessGrant> Grants::access(const std::string& token) const {
    const std::string* found = m_portal.values().find(key(kAccess, token));
    if (found == nullptr)
        return std::nullopt;
    const json::object values = parseStored(*found);
    const bool app = textMember(values, "kind") == std::optional<std::string>("app");
    AccessGrant grant;
    grant.caller = {app ? Caller::Kind::App : Caller::Kind::User, textMember(values, "user").value_or(""),
                    splitScopes(textMember(values, "scopes").value_or(""))};
    grant.refreshToken = textMember(values, "refresh").value_or("");
    grant.expires = timeMember(values, "expires");
    return grant;
}

void Grants::expireAccess() {
    for (const auto& [name, text] : m_portal.values().withPrefix(kAccess)) {
        json::object values = parseStored(text);
        values["expires"] = std::min(milliseconds(m_portal.now()), milliseconds(timeMember(values, "expires")));
        m_portal.values().put(name, json::serialize(values));
    }
}

/// Expired tokens are remembered for a while, so that they are told from unknown ones.
void Grants::forgetExpired() {
    constexpr std::chrono::hours kKept{1};
    for (const auto& [name, text] : m_portal.values().withPrefix(kAccess)) {
        if (timeMember(parseStored(text), "expires") + kKept < m_portal.now())
            m_portal.values().erase(name);
    }
}

Checked<Caller> Grants::authenticate(const http_server::Request& request) const {
    constexpr std::string_view kBearer = "Bearer ";
    const std::string_view header = request.header("authorization").value_or("");
    if (!header.starts_with(kBearer))
        return unauthorized("INVALID_AUTHENTICATION",
                            "Authentication credentials not found. This API supports OAuth 2.0 authentication.");
    const std::string token(header.substr(kBearer.size()));
    const Problem refused = unauthorized("INVALID_AUTHENTICATION", "The access token is not valid.");
    if (m_portal.faults().invalidTokens)
        return refused;
    if (equalInConstantTime(token, m_portal.options().staticToken))
        return Caller{Caller::Kind::StaticToken, m_portal.options().userId, accountScopes()};
    if (equalInConstantTime(token, m_portal.options().otherStaticToken))
        return Caller{Caller::Kind::StaticToken, m_portal.options().otherUserId, accountScopes(), true};
    const std::optional<AccessGrant> grant = access(token);
    if (!grant)
        return refused;
    if (m_portal.now() >= grant->expires) {
        const auto ago = std::chrono::duration_cast<std::chrono::seconds>(m_portal.now() - grant->expires).count();
        Problem expired = unauthorized("EXPIRED_AUTHENTICATION", "The OAuth token used to make this call expired "
                                                                     + std::to_string(ago) + " second(s) ago.");
        expired.context["expire time"] = jsonList(base::formatIso8601(grant->expires));
        return expired;
    }
    return grant->caller;
}

}  // namespace syncline::sandbox::hubspot
