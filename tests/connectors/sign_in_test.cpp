#include "engine/connectors/hubspot_tokens.h"
#include "engine/connectors/memory_secrets.h"
#include "engine/connectors/qt_http_sender.h"
#include "engine/connectors/qt_timers.h"
#include "engine/connectors/salesforce_tokens.h"
#include "tests/support/sandbox_process.h"

#include <QJsonObject>
#include <QTest>
#include <optional>

using namespace syncline;
using namespace Qt::StringLiterals;
using connectors::HttpRequest;
using connectors::HttpResponse;
using connectors::SecretKind;
using connectors::Token;
using connectors::TokenSource;
using core::Side;

/// Both sign-ins against the sandbox, over TLS, with everything that they stand on.
class SignInTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QVERIFY2(m_sandbox.isReady(), m_sandbox.standardError().constData());
        connectors::SenderOptions options;
        options.anchors = *connectors::parseTrustAnchors(text(QJsonValue(), "certificatePem"), "the sandbox");
        m_sender = std::make_unique<connectors::QtHttpSender>(std::move(options), m_timers);
    }

    void salesforce_renewsAndRotates() {
        store(Side::Salesforce, SecretKind::AccessToken, "00D!expired");
        store(Side::Salesforce, SecretKind::RefreshToken, text(m_sandbox.ready()["salesforce"_L1], "refreshToken"));
        const std::string base = text(m_sandbox.ready()["salesforce"_L1], "url");
        connectors::SalesforceTokens tokens(tools(),
                                            {"ws", base, text(m_sandbox.ready()["salesforce"_L1], "clientId")});
        std::vector<std::string> refreshTokens{stored(Side::Salesforce, SecretKind::RefreshToken)};

        const Token expired = get(tokens);
        QCOMPARE(statusWith(expired, base + "/services/data/v66.0/limits"), 401);
        for (int round = 0; round < 2; ++round) {
            tokens.refused(get(tokens).generation);
            const Token renewed = get(tokens);
            QCOMPARE(renewed.apiBase, base);
            QCOMPARE(statusWith(renewed, renewed.apiBase + "/services/data/v66.0/limits"), 200);
            refreshTokens.push_back(stored(Side::Salesforce, SecretKind::RefreshToken));
        }
        QVERIFY(refreshTokens[0] != refreshTokens[1] && refreshTokens[1] != refreshTokens[2]);
    }

    /// Presenting an old refresh token ends the whole grant; a person has to sign in again (protocol: 1.3).
    void salesforce_rotatedTokenIsDead() {
        const std::string base = text(m_sandbox.ready()["salesforce"_L1], "url");
        store(Side::Salesforce, SecretKind::AccessToken, "");
        store(Side::Salesforce, SecretKind::RefreshToken, text(m_sandbox.ready()["salesforce"_L1], "refreshToken"));
        connectors::SalesforceTokens tokens(tools(),
                                            {"ws", base, text(m_sandbox.ready()["salesforce"_L1], "clientId")});
        const base::Result<Token> refused = ask(tokens);
        QVERIFY(!refused && refused.error().code == base::ErrorCode::Unauthenticated);
    }

    void hubspot_renewsWhatHasExpired() {
        const QJsonValue hubspot = m_sandbox.ready()["hubspot"_L1];
        const std::string base = text(hubspot, "url");
        store(Side::HubSpot, SecretKind::RefreshToken, text(hubspot, "refreshToken"));
        store(Side::HubSpot, SecretKind::ClientSecret, text(hubspot, "clientSecret"));
        connectors::HubSpotTokens tokens(tools(), {"ws", base, text(hubspot, "clientId"), "2026-09"});
        const std::string url = base + "/crm/objects/2026-09/contacts";

        const Token first = get(tokens);
        QCOMPARE(statusWith(first, url), 200);
        QCOMPARE(m_sandbox.control("POST", u"/hubspot/expire-tokens"_s).status, 200);
        QCOMPARE(statusWith(first, url), 401);
        tokens.refused(first.generation);
        QCOMPARE(statusWith(get(tokens), url), 200);
    }

    void hubspot_staticTokenServes() {
        const QJsonValue hubspot = m_sandbox.ready()["hubspot"_L1];
        store(Side::HubSpot, SecretKind::AccessToken, text(hubspot, "accessToken"));
        store(Side::HubSpot, SecretKind::RefreshToken, "");
        connectors::HubSpotTokens tokens(tools(), {"ws", text(hubspot, "url"), {}, "2026-09"});
        QCOMPARE(statusWith(get(tokens), text(hubspot, "url") + "/crm/objects/2026-09/contacts"), 200);
    }

    void hubspot_journalTakesTheAppsToken() {
        const QJsonValue hubspot = m_sandbox.ready()["hubspot"_L1];
        const std::string base = text(hubspot, "url");
        store(Side::HubSpot, SecretKind::ClientSecret, text(hubspot, "clientSecret"));
        const connectors::HubSpotSignIn signIn{"ws", base, text(hubspot, "clientId"), "2026-09"};
        connectors::HubSpotAppTokens app(tools(), signIn,
                                         {"developer.webhooks_journal.read", "crm.objects.contacts.read"});
        const int status = statusWith(get(app), base + "/webhooks-journal/journal/2026-09/latest");
        QVERIFY2(status == 200 || status == 204, std::to_string(status).c_str());

        connectors::HubSpotAppTokens unknown(tools(), signIn, {"no.such.scope"});
        const base::Result<Token> refused = ask(unknown);
        QVERIFY(!refused && refused.error().code == base::ErrorCode::InvalidArgument);
    }

private:
    [[nodiscard]] connectors::SideTools tools() { return {*m_sender, m_timers, m_secrets, m_clock, 1}; }
    /// A text of the line that says the sandbox is ready, or of one of its parts.
    [[nodiscard]] std::string text(const QJsonValue& part, const char* name) const {
        const QJsonObject object = part.isObject() ? part.toObject() : m_sandbox.ready();
        return object.value(QLatin1StringView(name)).toString().toStdString();
    }
    void store(Side side, SecretKind kind, std::string value) {
        m_secrets.write({"ws", side, kind}, std::move(value), [](const base::Result<void>&) {});
    }
    [[nodiscard]] std::string stored(Side side, SecretKind kind) {
        std::string value;
        m_secrets.read({"ws", side, kind}, [&](const auto& found) { value = found->value_or("(none)"); });
        return value;
    }
    base::Result<Token> ask(TokenSource& tokens) {
        std::optional<base::Result<Token>> got;
        tokens.get([&](base::Result<Token> token) { got = std::move(token); });
        if (!QTest::qWaitFor([&] { return got.has_value(); }, 10'000))
            return base::Error{base::ErrorCode::TimedOut, "wait in a test", {}, "no answer", {}};
        return *std::move(got);
    }
    Token get(TokenSource& tokens) {
        const base::Result<Token> got = ask(tokens);
        if (!got)
            qWarning("%s", got.error().message().c_str());
        return got.value_or(Token{"(none)", {}, 0});
    }
    int statusWith(const Token& token, std::string url) {
        HttpRequest request;
        request.url = std::move(url);
        request.headers = {{"Authorization", "Bearer " + token.text}};
        std::optional<int> status;
        m_sender->send(request, [&](const connectors::HttpAnswer& answer) {
            const auto* response = std::get_if<HttpResponse>(&answer);
            status = response ? response->status : 0;
        });
        return QTest::qWaitFor([&] { return status.has_value(); }, 10'000) ? *status : -1;
    }

    test::SandboxProcess m_sandbox{{u"--tls"_s, u"--rotate-refresh-tokens"_s}};
    const base::SystemClock m_clock;
    connectors::QtTimers m_timers{m_clock};
    connectors::MemorySecrets m_secrets;
    std::unique_ptr<connectors::QtHttpSender> m_sender;
};

QTEST_GUILESS_MAIN(SignInTest)
#include "sign_in_test.moc"
