#include "tests/connectors/token_bench.h"

#include <QTest>
#include <array>
#include <optional>

using namespace syncline;
using namespace syncline::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using base::ErrorCode;
using connectors::HubSpotAppTokens;
using connectors::HubSpotTokens;
using connectors::SalesforceTokens;
using connectors::SecretKind;
using connectors::Token;
using connectors::TokenSource;
using core::Side;

class TokenFailuresTest : public QObject {
    Q_OBJECT

private slots:
    void answers_becomeErrors_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("salesforce");
        const auto row = [](const char* name, int status, const char* body, const char* code) {
            QTest::newRow(name) << status << QByteArray(body) << QString::fromLatin1(code);
        };
        row("token revoked", 400, R"({"error":"invalid_grant","error_description":"expired access/refresh token"})",
            "unauthenticated");
        row("the same with 401", 401, R"({"error":"invalid_grant"})", "unauthenticated");
        row("HubSpot's own words only", 400, R"({"status":"BAD_REFRESH_TOKEN","message":"missing or invalid"})",
            "unauthenticated");
        row("wrong consumer key", 400, R"({"error":"invalid_client_id"})", "invalid_argument");
        row("secret needed", 401, R"({"error":"invalid_client","error_description":"invalid client credentials"})",
            "unauthenticated");
        row("HubSpot's client id", 400, R"({"status":"BAD_CLIENT_ID"})", "invalid_argument");
        row("flow disabled", 400, R"({"error":"unsupported_grant_type"})", "invalid_argument");
        row("scope unknown", 400, R"({"status":"BAD_SCOPES","error":"invalid_scope"})", "invalid_argument");
        row("user is inactive", 400, R"({"error":"inactive_user","error_description":"user is inactive"})",
            "permission_denied");
        row("org is inactive", 400, R"({"error":"inactive_org"})", "permission_denied");
        row("something new", 400, R"({"error":"blocked_by_policy"})", "permission_denied");
        row("too many sign-ins", 403, R"({"error":"rate_limit_exceeded"})", "rate_limited");
        row("too many requests", 429, "", "rate_limited");
        row("server broken", 500, "oops", "unavailable");
        row("server away", 503, R"({"error":"server_error"})", "unavailable");
        row("no such page", 404, "<html>", "protocol_violation");
        row("not a token", 200, "<html>", "protocol_violation");
        row("an empty token", 200, R"({"access_token":""})", "protocol_violation");
        row("a list", 200, R"(["access_token"])", "protocol_violation");
        row("no body", 204, "", "protocol_violation");
    }
    void answers_becomeErrors() {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, salesforce);
        Bench bench;
        bench.secrets.put(Side::Salesforce, SecretKind::RefreshToken, "r1");
        bench.secrets.put(Side::HubSpot, SecretKind::RefreshToken, "r1");
        SalesforceTokens tokens(bench.tools(), kSalesforce);
        HubSpotTokens others(bench.tools(), kHubSpot);
        bench.http.always("POST", "/token", [&](const auto&) { return answer(status, body.toStdString()); });
        QCOMPARE(bench.get(tokens), salesforce);
        if (!base::isRetryable(bench.error().code))
            QVERIFY2(!bench.error().hint.empty(), "what can a person do?");
        QCOMPARE(bench.get(others), salesforce);
    }

    /// Half a secret would be found by nothing.
    void serverWords_areMaskedBeforeTheyAreCut() {
        Bench bench;
        bench.secrets.put(Side::Salesforce, SecretKind::RefreshToken, "hush-0123456789");
        SalesforceTokens tokens(bench.tools(), kSalesforce);
        bench.http.once("POST", "/token",
                        answer(400, object({{"error", "invalid_grant"},
                                            {"error_description", std::string(290, 'x') + "hush-0123456789 again"}})));
        QCOMPARE(bench.get(tokens), u"unauthenticated"_s);
        QVERIFY(bench.error().detail.find("xxx***") != std::string::npos);
        QVERIFY(bench.error().detail.find("hush") == std::string::npos);
    }

    void network_failuresAreTold() {
        Bench bench;
        bench.secrets.put(Side::Salesforce, SecretKind::RefreshToken, "r1");
        SalesforceTokens tokens(bench.tools(), kSalesforce);
        bench.http.once("POST", "/token", noAnswer(ErrorCode::TimedOut, true));
        QCOMPARE(bench.get(tokens), u"timed_out"_s);
        bench.http.once("POST", "/token", answer(200, issuedBy(kOrg, "a2")));
        QCOMPARE(bench.get(tokens), u"a2"_s);
    }

    void deadRefreshToken_isNotSentAgain() {
        Bench bench;
        bench.secrets.put(Side::Salesforce, SecretKind::RefreshToken, "r1");
        SalesforceTokens tokens(bench.tools(), kSalesforce);
        bench.http.always("POST", "/token", [&](const connectors::HttpRequest& request) {
            return request.body.find("brand-new") == std::string::npos ? answer(400, R"({"error":"invalid_grant"})")
                                                                       : answer(200, issuedBy(kOrg, "a9"));
        });
        QCOMPARE(bench.get(tokens), u"unauthenticated"_s);
        QCOMPARE(bench.get(tokens), u"unauthenticated"_s);
        QCOMPARE(bench.http.sent().size(), std::size_t(1));
        QVERIFY(bench.error().hint.find("SYNCLINE_SALESFORCE_REFRESH_TOKEN") != std::string::npos);

        bench.secrets.put(Side::Salesforce, SecretKind::RefreshToken, "brand-new");  // The person has signed in.
        QCOMPARE(bench.get(tokens), u"a9"_s);
    }

    /// Another refresh token would not help.
    void refusedClientSecret_isTriedAgain() {
        Bench bench;
        bench.secrets.put(Side::HubSpot, SecretKind::RefreshToken, "r1");
        bench.secrets.put(Side::HubSpot, SecretKind::ClientSecret, "wrong");
        HubSpotTokens tokens(bench.tools(), kHubSpot);
        bench.http.once("POST", "/token", answer(400, R"({"status":"BAD_CLIENT_ID","error":"invalid_client"})"));
        QCOMPARE(bench.get(tokens), u"unauthenticated"_s);
        bench.secrets.put(Side::HubSpot, SecretKind::ClientSecret, "right");
        bench.http.once("POST", "/token", answer(200, hubspotIssued("a1", 1800)));
        QCOMPARE(bench.get(tokens), u"a1"_s);
        QCOMPARE(bench.field(1, "client_secret"), std::string("right"));
    }

    /// With only an access token one refusal, which may have been the server's trouble, is not the end.
    void accessTokenAlone_isTriedAgain() {
        Bench bench;
        bench.secrets.put(Side::Salesforce, SecretKind::AccessToken, "only");
        SalesforceTokens tokens(bench.tools(), kSalesforce);
        QCOMPARE(bench.get(tokens), u"only"_s);
        tokens.refused(bench.token().generation);
        QCOMPARE(bench.get(tokens), u"unauthenticated"_s);
        QVERIFY(bench.error().detail.find("does not accept the access token") != std::string::npos);
        QVERIFY(bench.error().hint.find("/salesforce/access-token") != std::string::npos);
        QCOMPARE(bench.get(tokens), u"only"_s);
        QCOMPARE(bench.http.sent().size(), std::size_t(0));
    }

    void signedInAgain_takesTheNewAccessToken() {
        Bench bench;
        bench.secrets.put(Side::HubSpot, SecretKind::AccessToken, "pat-1");
        HubSpotTokens tokens(bench.tools(), kHubSpot);
        QCOMPARE(bench.get(tokens), u"pat-1"_s);
        tokens.refused(bench.token().generation);
        QCOMPARE(bench.get(tokens), u"unauthenticated"_s);
        QCOMPARE(bench.http.sent().size(), std::size_t(0));  // A static token cannot be renewed.
        bench.secrets.put(Side::HubSpot, SecretKind::AccessToken, "pat-2");
        QCOMPARE(bench.get(tokens), u"pat-2"_s);
    }

    void signInErrors_areSentences_data() {
        QTest::addColumn<int>("grant");  // 0 Salesforce, 1 HubSpot, 2 HubSpot's app, 3 Salesforce by a login host
        QTest::addColumn<QByteArray>("access");
        QTest::addColumn<QByteArray>("refresh");
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<QByteArray>("body");  // of the answer with status 400
        QTest::addColumn<QByteArray>("detail");
        QTest::addColumn<QByteArray>("variable");
        QTest::addColumn<QByteArray>("key");
        const auto row = [](const char* name, int grant, std::array<const char*, 4> given, const char* detail,
                            const char* variable, const char* key) {
            QTest::newRow(name) << grant << QByteArray(given[0]) << QByteArray(given[1]) << QByteArray(given[2])
                                << QByteArray(given[3]) << QByteArray(detail) << QByteArray(variable)
                                << QByteArray(key);
        };
        row("refresh token is dead", 0,
            {"", "r1", "", R"({"error":"invalid_grant","error_description":"expired access/refresh token"})"},
            "Salesforce does not accept the refresh token: invalid_grant, expired access/refresh token",
            "Sign in again. Set SYNCLINE_SALESFORCE_REFRESH_TOKEN to the new", "ws/salesforce/refresh-token.");
        row("HubSpot's refresh token is dead", 1, {"", "r1", "s", R"({"status":"BAD_REFRESH_TOKEN"})"},
            "HubSpot does not accept the refresh token: BAD_REFRESH_TOKEN", "Set SYNCLINE_HUBSPOT_REFRESH_TOKEN",
            "ws/hubspot/refresh-token.");
        row("only an access token, refused", 1, {"pat", "", "", ""},
            "HubSpot does not accept the access token, and there is no refresh token to make another one with",
            "Set SYNCLINE_HUBSPOT_TOKEN to a new", "ws/hubspot/access-token.");
        row("nothing", 0, {"", "", "", ""}, "There is no token for Salesforce", "Set SYNCLINE_SALESFORCE_REFRESH_TOKEN",
            "ws/salesforce/refresh-token. An access token (SYNCLINE_SALESFORCE_TOKEN) does as well");
        row("nothing that a login host takes", 3, {"stored", "", "", ""}, "There is no token for Salesforce",
            "Set SYNCLINE_SALESFORCE_REFRESH_TOKEN", "ws/salesforce/refresh-token.");
        row("no client secret", 2, {"", "", "", ""}, "There is no client secret of the app in HubSpot",
            "Set SYNCLINE_HUBSPOT_CLIENT_SECRET", "ws/hubspot/client-secret.");
        row("client secret refused", 2, {"", "", "s", R"({"status":"BAD_CLIENT_ID","error":"invalid_client"})"},
            "HubSpot does not accept the app's client id and secret: invalid_client",
            "Check clientId of the connection in workspace.json. Set SYNCLINE_HUBSPOT_CLIENT_SECRET",
            "ws/hubspot/client-secret.");
        row("client secret wanted", 0, {"", "r1", "", R"({"error":"invalid_client"})"},
            "Salesforce wants the client secret of the app, and there is none: invalid_client",
            "Set SYNCLINE_SALESFORCE_CLIENT_SECRET", "ws/salesforce/client-secret.");
    }
    void signInErrors_areSentences() {
        QFETCH(int, grant);
        QFETCH(QByteArray, access);
        QFETCH(QByteArray, refresh);
        QFETCH(QByteArray, secret);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, detail);
        QFETCH(QByteArray, variable);
        QFETCH(QByteArray, key);
        Bench bench;
        SalesforceTokens salesforce(bench.tools(), kSalesforce);
        HubSpotTokens hubspot(bench.tools(), kHubSpot);
        HubSpotAppTokens app(bench.tools(), kHubSpot, {"a"});
        SalesforceTokens byLogin(bench.tools(), {"ws", "https://login.salesforce.com", "key"});
        const std::array<TokenSource*, 4> sources{&salesforce, &hubspot, &app, &byLogin};
        TokenSource& tokens = *sources.at(std::size_t(grant));
        const Side side = grant == 1 || grant == 2 ? Side::HubSpot : Side::Salesforce;
        bench.secrets.put(side, SecretKind::AccessToken, access.toStdString());
        bench.secrets.put(side, SecretKind::RefreshToken, refresh.toStdString());
        if (!secret.isEmpty())
            bench.secrets.put(side, SecretKind::ClientSecret, secret.toStdString());
        bench.http.always("POST", "/token", [&](const auto&) { return answer(400, body.toStdString()); });
        if (bench.get(tokens) == QString::fromUtf8(access))
            tokens.refused(bench.token().generation);
        QCOMPARE(bench.get(tokens), u"unauthenticated"_s);
        QCOMPARE(QByteArray::fromStdString(bench.error().detail), detail);
        const QByteArray hint = QByteArray::fromStdString(bench.error().hint);
        QVERIFY2(hint.contains(variable) && hint.contains(key) && hint.endsWith('.'), hint.constData());
    }

    void nothingStored_isUnauthenticated() {
        Bench bench;
        SalesforceTokens salesforce(bench.tools(), kSalesforce);
        HubSpotTokens hubspot(bench.tools(), kHubSpot);
        HubSpotAppTokens app(bench.tools(), kHubSpot, {"a"});
        QCOMPARE(bench.get(salesforce), u"unauthenticated"_s);
        QCOMPARE(bench.get(hubspot), u"unauthenticated"_s);
        QCOMPARE(bench.get(app), u"unauthenticated"_s);
        QCOMPARE(bench.http.sent().size(), std::size_t(0));
    }

    void freshTokens_thatAreRefusedSlowRenewalsDown() {
        Bench bench;
        bench.secrets.put(Side::Salesforce, SecretKind::RefreshToken, "r1");
        SalesforceTokens tokens(bench.tools(), kSalesforce);
        int made = 0;
        bench.http.always("POST", "/token",
                          [&](const auto&) { return answer(200, issuedBy(kOrg, "a" + std::to_string(++made))); });
        std::vector<qint64> waits;
        for (int round = 0; round < 12; ++round) {
            const base::MonotonicTime asked = bench.clock.monotonicNow();
            std::optional<Token> token;
            tokens.get([&](const base::Result<Token>& got) { token = *got; });
            bench.http.run();
            if (!token)
                bench.timers.advance(*bench.timers.untilNext(), bench.http);
            QVERIFY(token);
            waits.push_back(
                std::chrono::duration_cast<std::chrono::seconds>(bench.clock.monotonicNow() - asked).count());
            tokens.refused(token->generation);
        }
        QCOMPARE(waits, (std::vector<qint64>{0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300}));
    }

    void hold_isTold_andEndsWhenItIsToldTo() {
        Bench bench;
        bench.secrets.put(Side::Salesforce, SecretKind::RefreshToken, "r1");
        SalesforceTokens tokens(bench.tools(), kSalesforce);
        bench.http.always("POST", "/token", [&](const auto&) {
            return answer(200, issuedBy(kOrg, "a" + std::to_string(bench.http.sent().size())));
        });
        std::optional<Token> token;
        const auto ask = [&] {
            token.reset();
            tokens.get([&](const base::Result<Token>& got) { token = *got; });
            bench.http.run();
        };
        tokens.endHold();
        for (int refusals = 0; refusals < 2; ++refusals) {
            ask();
            QVERIFY(token && !tokens.heldUntil());
            tokens.refused(token->generation);
        }
        QVERIFY(!tokens.heldUntil());  // Nobody asks.
        for (const std::chrono::milliseconds hold : {1000ms, 2000ms, 4000ms}) {
            const std::size_t sent = bench.http.sent().size();
            ask();
            QVERIFY(!token && tokens.heldUntil() == bench.clock.wallNow() + hold);
            bench.timers.advance(hold / 2);
            QVERIFY(tokens.heldUntil() == bench.clock.wallNow() + hold / 2);
            bench.clock.setWall(bench.clock.wallNow() + 1h);  // It is a length of time, no appointment.
            QVERIFY(tokens.heldUntil() == bench.clock.wallNow() + hold / 2);
            tokens.endHold();
            tokens.endHold();
            QVERIFY(!tokens.heldUntil());
            QCOMPARE(bench.http.sent().size(), sent + 1);
            bench.http.run();
            QVERIFY(token);
            tokens.refused(token->generation);
        }
        QCOMPARE(bench.timers.pending(), std::size_t(0));
    }

    void freshTokens_thatLastEndTheSlowness() {
        Bench bench;
        bench.secrets.put(Side::Salesforce, SecretKind::RefreshToken, "r1");
        SalesforceTokens tokens(bench.tools(), kSalesforce);
        bench.http.always("POST", "/token", [&](const auto&) {
            return answer(200, issuedBy(kOrg, "a" + std::to_string(bench.http.sent().size())));
        });
        for (int day = 0; day < 5; ++day) {
            QVERIFY(bench.get(tokens) != u"(no answer)"_s);
            bench.timers.advance(2h);
            tokens.refused(bench.token().generation);
        }
    }
};

QTEST_APPLESS_MAIN(TokenFailuresTest)
#include "token_failures_test.moc"
