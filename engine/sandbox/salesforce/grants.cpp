#include "engine/sandbox/salesforce/grants.h"

#include "engine/sandbox/salesforce/json_text.h"

#include <charconv>
#include <chrono>
#include <cstdint>
#include <utility>
#include <vector>

namespace syncline::sandbox::salesforce {
namespace json = boost::json;
namespace {

constexpr std::string_view kGrant = "salesforce/grant/";
constexpr std::string_view kAccess = "salesforce/access/";
constexpr std::string_view kRefresh = "salesforce/refresh/";
constexpr std::string_view kCode = "salesforce/code/";
constexpr std::string_view kNextGrant = "salesforce/next-grant";
constexpr std::string_view kStatic = "static";
constexpr std::int64_t kNever = 0;

std::string key(std::string_view table, std::string_view name) {
    return std::string(table) + std::string(name);
}

std::int64_t milliseconds(base::WallTime time) {
    return time.time_since_epoch().count();
}

std::int64_t number(const json::object& object, const char* name) {
    const json::value* member = object.if_contains(name);
    return member != nullptr && member->is_int64() ? member->get_int64() : 0;
}

std::string text(const json::object& object, const char* name) {
    return textMember(object, name).value_or("");
}

}  // namespace

Grants::Grants(const Org& org) : m_org(org) {
    const SalesforceOptions& options = org.options();
    KeyValues& values = org.context().values;
    if (options.accessToken.empty() && options.refreshToken.empty())
        return;
    const std::string once = "salesforce/static/" + options.accessToken + "/" + options.refreshToken;
    if (values.find(once) != nullptr)
        return;
    values.put(once, "entered");
    killGrant(std::string(kStatic));
    write(key(kGrant, kStatic), {{"scope", "api refresh_token"}, {"refresh", options.refreshToken}});
    if (!options.refreshToken.empty())
        values.put(key(kRefresh, options.refreshToken), std::string(kStatic));
    if (!options.accessToken.empty())
        write(key(kAccess, options.accessToken),
              {{"grant", kStatic}, {"issued", milliseconds(org.context().clock.wallNow())}, {"expires", kNever}});
}

IssuedTokens Grants::signIn(const std::string& scope, bool withRefreshToken) {
    dropExpired();
    const std::string refresh = withRefreshToken ? "5Aep861" + m_org.randomText(64) : "";
    const std::string grant = newGrant(scope, refresh);
    if (withRefreshToken && m_org.dialect("sixth-grant-drops-oldest"))
        dropOldest();
    return {newAccessToken(grant), refresh, scope};
}

std::optional<IssuedTokens> Grants::refresh(const std::string& refreshToken) {
    dropExpired();
    KeyValues& values = m_org.context().values;
    const std::string* named = values.find(key(kRefresh, refreshToken));
    if (named == nullptr)
        return std::nullopt;
    const std::string grant = *named;
    std::optional<json::object> facts = read(key(kGrant, grant));
    if (!facts)
        return std::nullopt;
    if (text(*facts, "refresh") != refreshToken) {
        killGrant(grant);
        return std::nullopt;
    }
    IssuedTokens issued{newAccessToken(grant), {}, text(*facts, "scope")};
    if (m_org.options().rotateRefreshTokens) {
        issued.refresh = "5Aep861" + m_org.randomText(64);
        values.put(key(kRefresh, issued.refresh), grant);
        (*facts)["refresh"] = issued.refresh;
        write(key(kGrant, grant), *facts);
    }
    return issued;
}

bool Grants::revoke(const std::string& token) {
    KeyValues& values = m_org.context().values;
    if (values.find(key(kAccess, token)) != nullptr) {
        values.erase(key(kAccess, token));
        return true;
    }
    const std::string* grant = values.find(key(kRefresh, token));
    if (grant == nullptr)
        return false;
    killGrant(std::string(*grant));
    return true;
}

bool Grants::accepts(const std::string& accessToken) {
    return facts(accessToken).has_value();
}

std::optional<TokenFacts> Grants::facts(const std::string& accessToken) {
    if (m_org.context().faults.invalidTokens)
        return std::nullopt;
    std::optional<json::object> token = read(key(kAccess, accessToken));
    const std::optional<json::object> grant = token ? read(key(kGrant, text(*token, "grant"))) : std::nullopt;
    if (!token || !grant)
        return std::nullopt;
    const std::chrono::milliseconds lifetime = m_org.options().tokenLifetime;
    const std::int64_t now = milliseconds(m_org.context().clock.wallNow());
    std::int64_t expires = number(*token, "expires");
    if (expires != kNever && expires <= now)
        return std::nullopt;
    // A session is prolonged when it is used in the second half of its time (Salesforce help: session settings).
    if (expires != kNever && expires - now < lifetime.count() / 2) {
        expires = now + lifetime.count();
        (*token)["expires"] = expires;
        write(key(kAccess, accessToken), *token);
    }
    const std::int64_t shown = expires == kNever ? now + lifetime.count() : expires;
    return TokenFacts{text(*grant, "scope"), base::WallTime(std::chrono::milliseconds(number(*token, "issued"))),
                      base::WallTime(std::chrono::milliseconds(shown))};
}

std::string Grants::newCode(const AuthorizationCode& code) {
    const std::string name = "aPrx" + m_org.randomText(40) + "==";
    const std::int64_t now = milliseconds(m_org.context().clock.wallNow());
    const std::int64_t expires = now + m_org.options().codeLifetime.count();
    for (const auto& [old, stored] : m_org.context().values.withPrefix(kCode)) {
        const std::optional<json::object> facts = read(old);
        if (!facts || number(*facts, "expires") <= now)
            m_org.context().values.erase(old);
    }
    write(key(kCode, name),
          {{"redirect", code.redirectUri}, {"scope", code.scope}, {"challenge", code.challenge}, {"expires", expires}});
    return name;
}

std::optional<AuthorizationCode> Grants::takeCode(const std::string& code) {
    const std::optional<json::object> facts = read(key(kCode, code));
    if (!facts)
        return std::nullopt;
    m_org.context().values.erase(key(kCode, code));
    if (number(*facts, "expires") <= milliseconds(m_org.context().clock.wallNow()))
        return std::nullopt;
    return AuthorizationCode{text(*facts, "redirect"), text(*facts, "scope"), text(*facts, "challenge")};
}

std::string Grants::newGrant(const std::string& scope, const std::string& refreshToken) {
    KeyValues& values = m_org.context().values;
    // Nine digits, so that the names of grants sort by age.
    std::uint64_t next = 100'000'001;
    if (const std::string* last = values.find(kNextGrant))
        std::from_chars(last->data(), last->data() + last->size(), next);
    values.put(std::string(kNextGrant), std::to_string(next + 1));
    const std::string name = std::to_string(next);
    write(key(kGrant, name), {{"scope", scope}, {"refresh", refreshToken}});
    if (!refreshToken.empty())
        values.put(key(kRefresh, refreshToken), name);
    return name;
}

void Grants::killGrant(const std::string& grant) {
    KeyValues& values = m_org.context().values;
    values.erase(key(kGrant, grant));
    for (const auto& [name, stored] : values.withPrefix(kAccess)) {
        const std::optional<json::object> token = read(name);
        if (token && text(*token, "grant") == grant)
            values.erase(name);
    }
    for (const auto& [name, owner] : values.withPrefix(kRefresh)) {
        if (owner == grant)
            values.erase(name);
    }
}

std::string Grants::newAccessToken(const std::string& grant) {
    const std::string token = m_org.options().orgId.substr(0, 15) + "!AQ" + m_org.randomText(94);
    const base::WallTime now = m_org.context().clock.wallNow();
    write(key(kAccess, token), {{"grant", grant},
                                {"issued", milliseconds(now)},
                                {"expires", milliseconds(now + m_org.options().tokenLifetime)}});
    return token;
}

void Grants::dropOldest() {
    constexpr std::size_t kMost = 5;
    std::vector<std::string> lasting;
    for (const auto& [name, stored] : m_org.context().values.withPrefix(kGrant)) {
        const std::optional<json::object> grant = read(name);
        if (grant && !text(*grant, "refresh").empty() && name != key(kGrant, kStatic))
            lasting.push_back(name.substr(kGrant.size()));
    }
    if (lasting.size() > kMost)
        killGrant(lasting.front());
}

void Grants::dropExpired() {
    KeyValues& values = m_org.context().values;
    const std::int64_t now = milliseconds(m_org.context().clock.wallNow());
    for (const auto& [name, stored] : values.withPrefix(kAccess)) {
        const std::optional<json::object> token = read(name);
        const std::int64_t expires = token ? number(*token, "expires") : 1;
        if (expires == kNever || expires > now)
            continue;
        values.erase(name);
        const std::string grant = token ? text(*token, "grant") : "";
        const std::optional<json::object> facts = read(key(kGrant, grant));
        if (facts && text(*facts, "refresh").empty())
            values.erase(key(kGrant, grant));
    }
}

std::optional<json::object> Grants::read(const std::string& name) const {
    const std::string* stored = m_org.context().values.find(name);
    std::optional<json::value> value = stored != nullptr ? parseJson(*stored) : std::nullopt;
    if (!value || !value->is_object())
        return std::nullopt;
    return std::move(value->get_object());
}

void Grants::write(const std::string& name, const json::object& value) {
    m_org.context().values.put(name, jsonText(value));
}

}  // namespace syncline::sandbox::salesforce
