#pragma once

#include "engine/connectors/api/token_source.h"
#include "engine/connectors/side_client.h"
#include "engine/connectors/token_answer.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace syncline::connectors {

/// A grant, and where it is turned into tokens: all that differs between the token sources.
struct Grant {
    core::Side side = core::Side::Salesforce;
    std::string workspace;
    std::string tokenUrl;
    std::string clientId;
    /// The app's own, by client id and secret (client_credentials, with `scope`), instead of a user's by refresh token.
    bool isApp = false;
    std::string scope;
    /// A stored access token is of no use, because only the sign-in says where the API is.
    bool needsApiBase = false;
    /// Says where the API is, from what the sign-in says; an error when that cannot be trusted.
    std::function<base::Result<std::string>(const std::string& apiBase)> checkApiBase;
};

/// Tokens of one grant. Takes the access token that the store holds until it is refused, then renews it. However many
/// ask meanwhile, one request is under way. A refresh token that comes with the answer is stored before the access
/// token is given out, because the old one may be dead (Salesforce's rotation: using that again revokes the grant);
/// while it cannot be stored, get() fails, and the next one tries to store it again. Where the answer tells a lifetime
/// the token is renewed ahead of its end. A refresh token that the server calls invalid is not sent again; signing in
/// anew puts another one into the store. An access token without anything to renew it is tried again at the next get()
/// behind the failed one: the refusal may have been the server's. When fresh tokens are refused again and again,
/// renewals come at growing intervals. What is told of a sign-in that is refused or missing (Unauthenticated) has in
/// `detail` a sentence that stands by itself. get() may call back at once. Tells nobody any secret. One thread; its end
/// calls nobody back.
class GrantTokens : public TokenSource {
public:
    GrantTokens(SideTools tools, Grant grant);
    ~GrantTokens() override;
    GrantTokens(const GrantTokens&) = delete;
    GrantTokens& operator=(const GrantTokens&) = delete;

    void get(Got done) override;
    void refused(std::uint64_t generation) override;
    [[nodiscard]] std::optional<base::WallTime> heldUntil() const override;
    void endHold() override;

private:
    /// Secrets that a renewal sends.
    struct Sent {
        std::string refreshToken;
        std::string clientSecret;
    };

    [[nodiscard]] bool isFresh() const;
    [[nodiscard]] std::chrono::milliseconds holdOff() const;
    void begin();
    void readAccessToken();
    void readRefreshToken();
    void readClientSecret(Sent sent);
    void renew(const Sent& sent);
    void renewed(const Sent& sent, HttpAnswer answer);
    void save();
    void adopt();
    void rememberAccessToken();
    void finish(base::Result<Token> result);
    void fail(base::Error error);
    [[nodiscard]] std::string name() const;
    [[nodiscard]] std::string howToGive(SecretKind kind, const std::string& what) const;
    [[nodiscard]] base::Error unauthenticated(std::string detail, std::string hint) const;
    [[nodiscard]] base::Error nothingToRenewWith(bool wasRefused) const;
    [[nodiscard]] base::Error clientRefused(const Sent& sent, const std::string& words) const;
    [[nodiscard]] base::Error refreshTokenRefused(const std::string& words) const;
    [[nodiscard]] SecretName secret(SecretKind kind) const { return {m_grant.workspace, m_grant.side, kind}; }
    /// Wraps a callback of the store, which outlives this.
    template <typename Function>
    auto whileAlive(Function function);

    const SideTools m_tools;
    const Grant m_grant;
    std::vector<Got> m_waiting;
    bool m_isUnderWay = false;
    std::optional<SendId> m_request;
    std::optional<TimerId> m_timer;    ///< while a renewal is held off …
    base::MonotonicTime m_holdEnds{};  ///< … until then

    std::optional<Token> m_token;
    std::uint64_t m_generation = 0;
    std::optional<base::MonotonicTime> m_renewAt;  ///< ahead of its end; none: nobody said when
    std::optional<base::MonotonicTime> m_expires;
    std::optional<base::MonotonicTime> m_renewedAt;  ///< when the token at hand, or the last one, was made by us
    std::string m_deadAccess;                        ///< was refused, or has had its time
    std::string m_deadRefresh;                       ///< the server calls it invalid …
    std::optional<base::Error> m_whyDead;            ///< … in these words
    std::optional<Issued> m_issued;                  ///< to be stored, then given out
    base::MonotonicTime m_asked{};                   ///< when it was asked for
    unsigned m_refusedWhileFresh = 0;                ///< in a row
    std::shared_ptr<int> m_alive = std::make_shared<int>(0);
};

}  // namespace syncline::connectors
