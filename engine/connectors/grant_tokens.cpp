#include "engine/connectors/grant_tokens.h"

#include "engine/base/log.h"
#include "engine/connectors/environment_secrets.h"
#include "engine/connectors/form_body.h"
#include "engine/connectors/keyring_secrets.h"
#include "engine/http_server/http.h"

#include <algorithm>
#include <utility>

namespace syncline::connectors {

namespace {

using base::ErrorCode;
using namespace std::chrono_literals;

constexpr auto kAhead = 120s;      ///< a token is renewed so long before its end, or a quarter of its life
constexpr auto kTriedAgain = 10s;  ///< while the old one is still good
constexpr auto kFresh = 60s;       ///< refused within it: it is not the token's age
constexpr auto kLongestHoldOff = 300'000ms;

void maskAll(std::string& text, const std::string& secret) {
    if (secret.empty())
        return;
    for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at))
        text.replace(at, secret.size(), "***");
}

/// A server may tell what it was sent, as it was or as it stood in the form.
void mask(std::string& text, const std::string& secret) {
    maskAll(text, secret);
    maskAll(text, http_server::percentEncode(secret));
}

}  // namespace

GrantTokens::GrantTokens(SideTools tools, Grant grant) : m_tools(tools), m_grant(std::move(grant)) {}

GrantTokens::~GrantTokens() {
    if (m_request)
        m_tools.http.cancel(*m_request);
    if (m_timer)
        m_tools.timers.cancel(*m_timer);
}

template <typename Function>
auto GrantTokens::whileAlive(Function function) {
    return [alive = std::weak_ptr<int>(m_alive), function = std::move(function)](auto outcome) {
        if (!alive.expired())
            function(std::move(outcome));
    };
}

bool GrantTokens::isFresh() const {
    return m_token && (!m_renewAt || m_tools.clock.monotonicNow() < *m_renewAt);
}

void GrantTokens::get(Got done) {
    if (isFresh() && !m_isUnderWay) {
        done(*m_token);
        return;
    }
    m_waiting.push_back(std::move(done));
    if (!std::exchange(m_isUnderWay, true))
        begin();
}

void GrantTokens::refused(std::uint64_t generation) {
    if (!m_token || m_token->generation != generation)
        return;
    const bool wasFresh = m_renewedAt && m_tools.clock.monotonicNow() - *m_renewedAt < kFresh;
    m_refusedWhileFresh = wasFresh ? m_refusedWhileFresh + 1 : 0;
    m_deadAccess = m_token->text;
    m_token.reset();
}

std::chrono::milliseconds GrantTokens::holdOff() const {
    constexpr unsigned kFree = 1;
    constexpr unsigned kMostDoublings = 16;
    if (m_refusedWhileFresh <= kFree)
        return 0ms;
    return std::min(1000ms * (1U << std::min(m_refusedWhileFresh - kFree - 1, kMostDoublings)), kLongestHoldOff);
}

void GrantTokens::begin() {
    if (m_issued) {
        save();
        return;
    }
    const std::chrono::milliseconds wait = holdOff();
    if (wait == 0ms) {
        readAccessToken();
        return;
    }
    base::log::warning(core::name(m_grant.side), "new access tokens are refused; the sign-in is renewed later",
                       {{"milliseconds", wait.count()}});
    m_holdEnds = m_tools.clock.monotonicNow() + wait;
    m_timer = m_tools.timers.after(wait, [this] {
        m_timer.reset();
        readAccessToken();
    });
}

std::optional<base::WallTime> GrantTokens::heldUntil() const {
    if (!m_timer)
        return std::nullopt;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(m_holdEnds - m_tools.clock.monotonicNow());
    return m_tools.clock.wallNow() + std::max(left, 0ms);
}

void GrantTokens::endHold() {
    if (!m_timer)
        return;
    m_tools.timers.cancel(*std::exchange(m_timer, std::nullopt));
    readAccessToken();
}

void GrantTokens::readAccessToken() {
    if (m_token)  // It has had its time.
        m_deadAccess = m_token->text;
    if (m_grant.isApp) {
        readClientSecret({});
        return;
    }
    if (m_grant.needsApiBase) {
        readRefreshToken();
        return;
    }
    m_tools.secrets.read(secret(SecretKind::AccessToken),
                         whileAlive([this](base::Result<std::optional<std::string>> found) {
                             if (!found) {
                                 fail(std::move(found).error());
                                 return;
                             }
                             if (!*found || (*found)->empty() || **found == m_deadAccess) {
                                 readRefreshToken();
                                 return;
                             }
                             m_token = Token{**found, {}, ++m_generation};
                             m_renewAt.reset();
                             m_expires.reset();
                             m_renewedAt.reset();
                             finish(*m_token);
                         }));
}

void GrantTokens::readRefreshToken() {
    m_tools.secrets.read(secret(SecretKind::RefreshToken),
                         whileAlive([this](base::Result<std::optional<std::string>> found) {
                             if (!found) {
                                 fail(std::move(found).error());
                                 return;
                             }
                             if (!*found || (*found)->empty()) {
                                 // There is nothing to renew it with: what refused it once may take it again, so the
                                 // next one tries it.
                                 fail(nothingToRenewWith(!std::exchange(m_deadAccess, {}).empty()));
                                 return;
                             }
                             if (**found == m_deadRefresh && m_whyDead) {
                                 fail(*m_whyDead);
                                 return;
                             }
                             readClientSecret({**found, {}});
                         }));
}

void GrantTokens::readClientSecret(Sent sent) {
    m_tools.secrets.read(secret(SecretKind::ClientSecret),
                         whileAlive([this, sent = std::move(sent)](base::Result<std::optional<std::string>> found) {
                             if (!found) {
                                 fail(std::move(found).error());
                                 return;
                             }
                             if (m_grant.isApp && !*found) {
                                 fail(unauthenticated("There is no client secret of the app in " + name(),
                                                      howToGive(SecretKind::ClientSecret, "the app's client secret")));
                                 return;
                             }
                             renew({sent.refreshToken, found->value_or(std::string())});
                         }));
}

void GrantTokens::renew(const Sent& sent) {
    std::vector<std::pair<std::string, std::string>> form{
        {"grant_type", m_grant.isApp ? "client_credentials" : "refresh_token"}, {"client_id", m_grant.clientId}};
    if (!sent.clientSecret.empty())
        form.emplace_back("client_secret", sent.clientSecret);
    if (m_grant.isApp)
        form.emplace_back("scope", m_grant.scope);
    else
        form.emplace_back("refresh_token", sent.refreshToken);
    HttpRequest request;
    request.method = "POST";
    request.url = m_grant.tokenUrl;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
    request.body = formBody(form);
    m_asked = m_tools.clock.monotonicNow();
    m_request = m_tools.http.send(std::move(request), [this, sent](HttpAnswer answer) {
        m_request.reset();
        renewed(sent, std::move(answer));
    });
}

void GrantTokens::renewed(const Sent& sent, HttpAnswer answer) {
    if (auto* failure = std::get_if<HttpFailure>(&answer)) {
        fail(std::move(failure->error));
        return;
    }
    const auto& response = std::get<HttpResponse>(answer);
    base::Result<Issued> issued = readTokenAnswer(m_grant.side, response, m_grant.tokenUrl, [&sent](std::string& text) {
        mask(text, sent.refreshToken);
        mask(text, sent.clientSecret);
    });
    if (!issued) {
        base::Error error = std::move(issued).error();
        if (error.code == ErrorCode::Unauthenticated && (m_grant.isApp || refusesClient(response))) {
            error = clientRefused(sent, error.detail);
        } else if (error.code == ErrorCode::Unauthenticated) {
            error = refreshTokenRefused(error.detail);
            m_deadRefresh = sent.refreshToken;
            m_whyDead = error;
        }
        fail(std::move(error));
        return;
    }
    m_issued = *std::move(issued);
    if (m_issued->refreshToken == sent.refreshToken)
        m_issued->refreshToken.reset();
    save();
}

void GrantTokens::save() {
    if (m_grant.isApp || !m_issued->refreshToken) {
        adopt();
        return;
    }
    m_tools.secrets.write(secret(SecretKind::RefreshToken), *m_issued->refreshToken,
                          whileAlive([this](base::Result<void> written) {
                              if (written) {
                                  adopt();
                                  return;
                              }
                              base::Error error = std::move(written).error();
                              error.hint = "the renewed sign-in cannot be stored, and would be lost; " + error.hint;
                              fail(std::move(error));
                          }));
}

void GrantTokens::adopt() {
    const Issued issued = *std::exchange(m_issued, std::nullopt);
    base::Result<std::string> apiBase = m_grant.checkApiBase ? m_grant.checkApiBase(issued.apiBase) : std::string();
    if (!apiBase) {
        fail(std::move(apiBase).error());
        return;
    }
    m_token = Token{issued.accessToken, *std::move(apiBase), ++m_generation};
    m_renewedAt = m_asked;
    m_renewAt.reset();
    m_expires.reset();
    if (issued.lifetime) {
        m_expires = m_asked + *issued.lifetime;
        m_renewAt =
            *m_expires - std::min(std::chrono::milliseconds(kAhead), std::chrono::milliseconds(*issued.lifetime) / 4);
    }
    base::log::info(core::name(m_grant.side), "the sign-in was renewed", {{"generation", m_generation}});
    rememberAccessToken();
    finish(*m_token);
}

/// Saves the next start a renewal; nothing depends on it.
void GrantTokens::rememberAccessToken() {
    if (m_grant.isApp || m_grant.needsApiBase)
        return;
    m_tools.secrets.write(secret(SecretKind::AccessToken), m_token->text,
                          [side = m_grant.side](base::Result<void> written) {
                              if (!written)
                                  base::log::error(core::name(side), "the access token is not stored", written.error());
                          });
}

void GrantTokens::fail(base::Error error) {
    const base::MonotonicTime now = m_tools.clock.monotonicNow();
    if (m_token && m_expires && now < *m_expires && base::isRetryable(error.code)) {
        m_renewAt = std::min(now + kTriedAgain, *m_expires);
        finish(*m_token);
        return;
    }
    m_token.reset();
    finish(std::move(error));
}

void GrantTokens::finish(base::Result<Token> result) {
    m_isUnderWay = false;
    const std::vector<Got> waiting = std::exchange(m_waiting, {});
    const std::weak_ptr<int> alive = m_alive;
    for (const Got& got : waiting) {
        if (!alive.expired())
            got(result);
    }
}

std::string GrantTokens::name() const {
    return m_grant.side == core::Side::Salesforce ? "Salesforce" : "HubSpot";
}

base::Error GrantTokens::unauthenticated(std::string detail, std::string hint) const {
    return {ErrorCode::Unauthenticated, "sign in to " + name(), m_grant.tokenUrl, std::move(detail), std::move(hint)};
}

/// In the names that a person can set. The keyring is looked at with each try, but only where the environment holds
/// nothing of the side (LayeredSecrets).
std::string GrantTokens::howToGive(SecretKind kind, const std::string& what) const {
    return "Set " + variableOf(m_grant.side, kind) + " to " + what
           + " and start again; or, where no such variable is set, put it into the keyring under service Syncline, "
           + keyringKey(secret(kind)) + ".";
}

base::Error GrantTokens::nothingToRenewWith(bool wasRefused) const {
    const bool isByRefreshOnly = m_grant.needsApiBase;
    if (wasRefused && !isByRefreshOnly)
        return unauthenticated(
            name() + " does not accept the access token, and there is no refresh token to make another one with",
            howToGive(SecretKind::AccessToken, "a new access token") + " With a refresh token ("
                + variableOf(m_grant.side, SecretKind::RefreshToken) + ") Syncline makes new ones by itself.");
    const std::string other = isByRefreshOnly ? std::string()
                                              : " An access token (" + variableOf(m_grant.side, SecretKind::AccessToken)
                                                    + ") does as well, until it ends.";
    return unauthenticated("There is no token for " + name(),
                           howToGive(SecretKind::RefreshToken, "a refresh token") + other);
}

/// `words`: the server's.
base::Error GrantTokens::clientRefused(const Sent& sent, const std::string& words) const {
    const std::string what = sent.clientSecret.empty()
                                 ? name() + " wants the client secret of the app, and there is none: "
                                 : name() + " does not accept the app's client id and secret: ";
    return unauthenticated(what + words, "Check clientId of the connection in workspace.json. "
                                             + howToGive(SecretKind::ClientSecret, "the app's client secret"));
}

base::Error GrantTokens::refreshTokenRefused(const std::string& words) const {
    return unauthenticated(name() + " does not accept the refresh token: " + words,
                           "Sign in again. " + howToGive(SecretKind::RefreshToken, "the new refresh token"));
}

}  // namespace syncline::connectors
