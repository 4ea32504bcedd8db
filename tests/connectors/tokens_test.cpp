#include "engine/connectors/hubspot_tokens.h"
#include "engine/connectors/memory_secrets.h"
#include "engine/connectors/salesforce_tokens.h"
#include "engine/http_server/http.h"
#include "tests/connectors/log_file.h"
#include "tests/support/fake_http.h"

#include <QTest>
#include <map>
#include <optional>

using namespace syncline;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using base::ErrorCode;
using connectors::HubSpotAppTokens;
using connectors::HubSpotSignIn;
using connectors::HubSpotTokens;
using connectors::MemorySecrets;
using connectors::SalesforceSignIn;
using connectors::SalesforceTokens;
using connectors::SecretKind;
using connectors::SecretName;
using connectors::SideTools;
using connectors::Token;
using connectors::TokenSource;
using core::Side;
using test::answer;
using test::noAnswer;

namespace {

const std::string kOrg = "https://acme.my.salesforce.com";
const SalesforceSignIn kSalesforce{"ws", kOrg, "consumer-key"};
const HubSpotSignIn kHubSpot{"ws", "https://api.hubapi.com", "app-id", "2026-09"};

/// A store whose writes can be made to fail, and which keeps the order of what was done to it.
class WatchedSecrets final : public connectors::SecretStore {
public:
    void read(const SecretName& name, Read done) override { kept.read(name, std::move(done)); }
    void write(const SecretName& name, std::string value, Written done) override {
        if (failing) {
            done(*failing);
            return;
        }
        written.push_back(value);
        kept.write(name, std::move(value), std::move(done));
    }
    void put(Side side, SecretKind kind, const std::string& value) {
        kept.write({"ws", side, kind}, value, [](const base::Result<void>&) {});
    }
    [[nodiscard]] std::string get(Side side, SecretKind kind) {
        std::string value;
        kept.read({"ws", side, kind}, [&](const auto& found) { value = found->value_or("(none)"); });
        return value;
    }

    MemorySecrets kept;
    std::vector<std::string> written;
    std::optional<base::Error> failing;
};

/// Everything that a TokenSource stands on.
struct Bench {
    base::ManualClock clock{base::WallTime{}};
    test::FakeTimers timers{clock};
    test::FakeHttp http;
    WatchedSecrets secrets;

    [[nodiscard]] SideTools tools() { return {http, timers, secrets, clock, 1}; }

    /// The token's text, or the error's name.
    QString get(TokenSource& tokens) {
        QString text = u"(no answer)"_s;
        tokens.get([&](const base::Result<Token>& got) {
            text = QString::fromStdString(got ? got->text : std::string(base::name(got.error().code)));
            last = got;
        });
        http.run();
        return text;
    }
    [[nodiscard]] Token token() const { return last ? **last : Token{}; }
    [[nodiscard]] base::Error error() const { return last && !*last ? last->error() : base::Error{}; }
    /// A field of the n-th form that was sent.
    [[nodiscard]] std::string field(std::size_t index, const std::string& name) const {
        for (const http_server::Header& pair : http_server::parseForm(http.sent().at(index).body)) {
            if (pair.name == name)
                return pair.value;
        }
        return "(none)";
    }

    std::optional<base::Result<Token>> last;
};

/// A JSON object of texts; the values hold nothing that JSON escapes.
std::string object(const std::vector<std::pair<std::string, std::string>>& members) {
    std::string text = "{";
    for (const auto& [name, value] : members)
        text += (text.size() > 1 ? ",\"" : "\"") + name + "\":\"" + value + "\"";
    return text + "}";
}

std::string issuedBy(const std::string& instance, const std::string& access, const std::string& refresh = {}) {
    std::vector<std::pair<std::string, std::string>> members{{"access_token", access}, {"instance_url", instance}};
    if (!refresh.empty())
        members.emplace_back("refresh_token", refresh);
    return object(members);
}

std::string hubspotIssued(const std::string& access, int seconds) {
    std::string issued = object({{"access_token", access}, {"refresh_token", "r1"}});
    issued.pop_back();
    return issued + ",\"expires_in\":" + std::to_string(seconds) + "}";
}

}  // namespace

class TokensTest : public QObject {
    Q_OBJECT

private slots:
    void storedToken_isUsedUntilItIsRefused() {
        Bench bench;
        bench.secrets.put(Side::Salesforce, SecretKind::AccessToken, "stored");
        bench.secrets.put(Side::Salesforce, SecretKind::RefreshToken, "r1");
        SalesforceTokens tokens(bench.tools(), kSalesforce);
        QCOMPARE(bench.get(tokens), u"stored"_s);
        QCOMPARE(bench.token().apiBase, std::string());
        QCOMPARE(bench.get(tokens), u"stored"_s);
        QCOMPARE(bench.http.sent().size(), std::size_t(0));

        bench.http.once("POST", "/services/oauth2/token", answer(200, issuedBy(kOrg + "/", "renewed")));
        tokens.refused(bench.token().generation);
        QCOMPARE(bench.get(tokens), u"renewed"_s);
        QCOMPARE(bench.token().apiBase, kOrg);

        QCOMPARE(bench.http.sent().size(), std::size_t(1));
        QCOMPARE(bench.http.sent()[0].url, kOrg + "/services/oauth2/token");
        QCOMPARE(bench.field(0, "grant_type"), std::string("refresh_token"));
        QCOMPARE(bench.field(0, "refresh_token"), std::string("r1"));
        QCOMPARE(bench.field(0, "client_id"), std::string("consumer-key"));
        QCOMPARE(bench.field(0, "client_secret"), std::string("(none)"));
        QCOMPARE(bench.secrets.get(Side::Salesforce, SecretKind::AccessToken), std::string("renewed"));
    }

    void request_isOneHoweverManyAsk() {
        Bench bench;
        bench.secrets.put(Side::Salesforce, SecretKind::RefreshToken, "r1");
        SalesforceTokens tokens(bench.tools(), kSalesforce);
        std::vector<std::string> got;
        for (int asker = 0; asker < 50; ++asker)
            tokens.get([&](const base::Result<Token>& token) { got.push_back(token->text); });
        QCOMPARE(bench.http.open().size(), std::size_t(1));
        QVERIFY(got.empty());

        bench.http.answerTo(1, answer(200, issuedBy(kOrg, "one")));
        QCOMPARE(got, std::vector<std::string>(50, "one"));
        QCOMPARE(bench.http.sent().size(), std::size_t(1));
    }

    /// Each asker of 50 had the same token refused, one after the other.
    void refusals_ofOneTokenMakeOneRenewal() {
        Bench bench;
        bench.secrets.put(Side::HubSpot, SecretKind::AccessToken, "old");
        bench.secrets.put(Side::HubSpot, SecretKind::RefreshToken, "r1");
        HubSpotTokens tokens(bench.tools(), kHubSpot);
        bench.get(tokens);
        const std::uint64_t generation = bench.token().generation;
        bench.http.always("POST", "/oauth/2026-09/token",
                          [](const auto&) { return answer(200, hubspotIssued("new", 1800)); });
        for (int asker = 0; asker < 50; ++asker) {
            tokens.refused(generation);
            QCOMPARE(bench.get(tokens), u"new"_s);
        }
        QCOMPARE(bench.http.sent().size(), std::size_t(1));
    }

    void rotatedToken_isStoredBeforeTheAccessTokenIsGivenOut() {
        Bench bench;
        bench.secrets.put(Side::Salesforce, SecretKind::RefreshToken, "r1");
        SalesforceTokens tokens(bench.tools(), kSalesforce);
        bench.http.once("POST", "/token", answer(200, issuedBy(kOrg, "a2", "r2")));
        std::string storedThen;
        tokens.get([&](const base::Result<Token>&) {
            storedThen = bench.secrets.get(Side::Salesforce, SecretKind::RefreshToken);
        });
        bench.http.run();
        QCOMPARE(storedThen, std::string("r2"));
        QCOMPARE(bench.secrets.written, (std::vector<std::string>{"r2", "a2"}));

        bench.http.once("POST", "/token", answer(200, issuedBy(kOrg, "a3", "r3")));
        bench.get(tokens);
        tokens.refused(bench.token().generation);
        QCOMPARE(bench.get(tokens), u"a3"_s);
        QCOMPARE(bench.field(1, "refresh_token"), std::string("r2"));
    }

    void rotatedToken_thatCannotBeStoredIsNotUsedNorLost() {
        Bench bench;
        bench.secrets.put(Side::Salesforce, SecretKind::RefreshToken, "r1");
        bench.secrets.failing = base::Error{ErrorCode::PermissionDenied, "write", "keyring", "locked", "unlock it"};
        SalesforceTokens tokens(bench.tools(), kSalesforce);
        bench.http.once("POST", "/token", answer(200, issuedBy(kOrg, "a2", "r2")));
        QCOMPARE(bench.get(tokens), u"permission_denied"_s);
        QCOMPARE(bench.get(tokens), u"permission_denied"_s);
        QCOMPARE(bench.http.sent().size(), std::size_t(1));  // r1 is dead: sending it again would revoke the grant.

        bench.secrets.failing.reset();
        QCOMPARE(bench.get(tokens), u"a2"_s);
        QCOMPARE(bench.http.sent().size(), std::size_t(1));
        QCOMPARE(bench.secrets.get(Side::Salesforce, SecretKind::RefreshToken), std::string("r2"));
    }

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
            "invalid_argument");
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
        QVERIFY(bench.error().hint.find("SYNCLINE_SALESFORCE_TOKEN (or SYNCLINE_SALESFORCE_REFRESH_TOKEN)")
                != std::string::npos);

        bench.secrets.put(Side::Salesforce, SecretKind::RefreshToken, "brand-new");  // The person has signed in.
        QCOMPARE(bench.get(tokens), u"a9"_s);
    }

    /// With only an access token one refusal, which may have been the server's trouble, is not the end.
    void accessTokenAlone_isTriedAgain() {
        Bench bench;
        bench.secrets.put(Side::Salesforce, SecretKind::AccessToken, "only");
        SalesforceTokens tokens(bench.tools(), kSalesforce);
        QCOMPARE(bench.get(tokens), u"only"_s);
        tokens.refused(bench.token().generation);
        QCOMPARE(bench.get(tokens), u"unauthenticated"_s);
        QVERIFY(bench.error().detail.find("refused") != std::string::npos);
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

    void instanceUrl_isOnlyTakenFromSalesforce_data() {
        QTest::addColumn<QString>("base");
        QTest::addColumn<QString>("told");
        QTest::addColumn<QString>("expected");
        const QString mine = QString::fromStdString(kOrg);
        QTest::newRow("the same") << mine << mine << mine;
        QTest::newRow("the same with a slash") << mine << mine + u'/' << mine;
        QTest::newRow("in capitals") << mine << "https://ACME.my.salesforce.com"
                                     << "https://ACME.my.salesforce.com";
        QTest::newRow("another of Salesforce's") << mine << "https://na1.salesforce.com"
                                                 << "https://na1.salesforce.com";
        QTest::newRow("from the login host") << "https://login.salesforce.com" << mine << mine;
        QTest::newRow("a sandbox on this machine") << "http://localhost:4000"
                                                   << "http://localhost:4000"
                                                   << "http://localhost:4000";
        QTest::newRow("another port of this machine") << "http://localhost:4000"
                                                      << "http://localhost:4001"
                                                      << "";
        QTest::newRow("from this machine to Salesforce") << "http://localhost:4000" << mine << "";
        QTest::newRow("plain http") << mine << "http://acme.my.salesforce.com"
                                    << "";
        QTest::newRow("somebody else's") << mine << "https://evil.example"
                                         << "";
        QTest::newRow("looks like it") << mine << "https://salesforce.com.evil.example"
                                       << "";
        QTest::newRow("ends like it") << mine << "https://evilsalesforce.com"
                                      << "";
        QTest::newRow("a user in front") << mine << "https://acme.my.salesforce.com@evil.example"
                                         << "";
        QTest::newRow("a path behind") << mine << "https://evil.example/x.salesforce.com"
                                       << "";
        QTest::newRow("a query behind") << mine << "https://evil.example?.salesforce.com"
                                        << "";
        QTest::newRow("a fragment behind") << mine << "https://evil.example#.salesforce.com"
                                           << "";
        QTest::newRow("a backslash") << mine << R"(https://evil.example\.salesforce.com)"
                                     << "";
        QTest::newRow("another port") << mine << "https://acme.my.salesforce.com:8443"
                                      << "";
        QTest::newRow("nothing") << mine << ""
                                 << "";
    }
    void instanceUrl_isOnlyTakenFromSalesforce() {
        QFETCH(QString, base);
        QFETCH(QString, told);
        QFETCH(QString, expected);
        const auto checked = connectors::checkInstanceUrl(base.toStdString(), told.toStdString());
        QCOMPARE(QString::fromStdString(checked.value_or(std::string())), expected);
        if (!checked)
            QCOMPARE(int(checked.error().code), int(ErrorCode::ProtocolViolation));
    }

    void instanceUrl_thatIsRefusedGivesNoToken() {
        Bench bench;
        bench.secrets.put(Side::Salesforce, SecretKind::RefreshToken, "r1");
        SalesforceTokens tokens(bench.tools(), kSalesforce);
        bench.http.once("POST", "/token", answer(200, issuedBy("https://evil.example", "a2", "r2")));
        QCOMPARE(bench.get(tokens), u"protocol_violation"_s);
        QCOMPARE(bench.secrets.get(Side::Salesforce, SecretKind::RefreshToken), std::string("r2"));
    }

    /// login.salesforce.com serves no API: only a renewal says where it is.
    void loginHost_storedAccessTokenIsNotUsed() {
        Bench bench;
        bench.secrets.put(Side::Salesforce, SecretKind::AccessToken, "stored");
        bench.secrets.put(Side::Salesforce, SecretKind::RefreshToken, "r1");
        SalesforceTokens tokens(bench.tools(), {"ws", "https://login.salesforce.com/", "key"});
        bench.http.once("POST", "https://login.salesforce.com/services/oauth2/token",
                        answer(200, issuedBy(kOrg, "a2")));
        QCOMPARE(bench.get(tokens), u"a2"_s);
        QCOMPARE(bench.token().apiBase, kOrg);
    }

    void lifetime_isHonouredAheadOfItsEnd() {
        Bench bench;
        bench.secrets.put(Side::HubSpot, SecretKind::RefreshToken, "r1");
        bench.secrets.put(Side::HubSpot, SecretKind::ClientSecret, "app-secret");
        HubSpotTokens tokens(bench.tools(), kHubSpot);
        bench.http.once("POST", "/oauth/2026-09/token", answer(200, hubspotIssued("a1", 1800)));
        bench.http.once("POST", "/oauth/2026-09/token", answer(200, hubspotIssued("a2", 1800)));
        QCOMPARE(bench.get(tokens), u"a1"_s);
        QCOMPARE(bench.field(0, "client_secret"), std::string("app-secret"));
        bench.timers.advance(1679s);
        QCOMPARE(bench.get(tokens), u"a1"_s);
        bench.timers.advance(1s);  // Two minutes are left.
        QCOMPARE(bench.get(tokens), u"a2"_s);
        QCOMPARE(bench.http.sent().size(), std::size_t(2));
    }

    void lifetime_oldTokenServesWhileRenewalFails() {
        Bench bench;
        bench.secrets.put(Side::HubSpot, SecretKind::RefreshToken, "r1");
        HubSpotTokens tokens(bench.tools(), kHubSpot);
        bench.http.once("POST", "/token", answer(200, hubspotIssued("a1", 1800)));
        bench.get(tokens);
        bench.http.always("POST", "/token", [](const auto&) { return answer(503); });
        bench.timers.advance(1700s);
        QCOMPARE(bench.get(tokens), u"a1"_s);
        QCOMPARE(bench.get(tokens), u"a1"_s);
        QCOMPARE(bench.http.sent().size(), std::size_t(2));  // Not with every request.
        bench.timers.advance(10s);
        QCOMPARE(bench.get(tokens), u"a1"_s);
        QCOMPARE(bench.http.sent().size(), std::size_t(3));
        bench.timers.advance(90s);
        QCOMPARE(bench.get(tokens), u"unavailable"_s);
    }

    void app_signsInWithItsSecret() {
        Bench bench;
        bench.secrets.put(Side::HubSpot, SecretKind::ClientSecret, "app-secret");
        bench.secrets.put(Side::HubSpot, SecretKind::AccessToken, "the user's");
        HubSpotAppTokens tokens(bench.tools(), kHubSpot,
                                {"developer.webhooks_journal.read", "crm.objects.contacts.read"});
        bench.http.once("POST", "https://api.hubapi.com/oauth/2026-09/token",
                        answer(200, R"({"access_token":"CAT1","expires_in":1800,"token_use":"client_credentials"})"));
        QCOMPARE(bench.get(tokens), u"CAT1"_s);
        QCOMPARE(bench.field(0, "grant_type"), std::string("client_credentials"));
        QCOMPARE(bench.field(0, "client_secret"), std::string("app-secret"));
        QCOMPARE(bench.field(0, "scope"), std::string("developer.webhooks_journal.read crm.objects.contacts.read"));
        QVERIFY(bench.secrets.written.empty());

        bench.http.once("POST", "/token", answer(200, R"({"access_token":"CAT2","expires_in":1800})"));
        tokens.refused(bench.token().generation);
        QCOMPARE(bench.get(tokens), u"CAT2"_s);
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

    void end_callsNobody() {
        Bench bench;
        bench.secrets.put(Side::Salesforce, SecretKind::RefreshToken, "r1");
        bool isCalled = false;
        {
            SalesforceTokens tokens(bench.tools(), kSalesforce);
            tokens.get([&](const base::Result<Token>&) { isCalled = true; });
            QCOMPARE(bench.http.open().size(), std::size_t(1));
        }
        QCOMPARE(bench.http.open().size(), std::size_t(0));
        QCOMPARE(bench.timers.pending(), std::size_t(0));
        QVERIFY(!isCalled);
    }

    void secrets_areNeverTold_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("plain") << QByteArray("the token 5Aep/861+x of app-secret is bad");
        QTest::newRow("as in the form") << QByteArray("refresh_token=5Aep%2F861%2Bx&client_secret=app-secret");
    }
    void secrets_areNeverTold() {
        QFETCH(QByteArray, body);
        const test::LogFile log;
        Bench bench;
        bench.secrets.put(Side::HubSpot, SecretKind::RefreshToken, "5Aep/861+x");
        bench.secrets.put(Side::HubSpot, SecretKind::ClientSecret, "app-secret");
        HubSpotTokens tokens(bench.tools(), kHubSpot);
        const std::string refused = object({{"error", "invalid_grant"}, {"error_description", body.toStdString()}});
        bench.http.once("POST", "/token", answer(400, refused));
        QCOMPARE(bench.get(tokens), u"unauthenticated"_s);
        base::log::error("test", "as a connector would", bench.error());
        bench.secrets.put(Side::HubSpot, SecretKind::RefreshToken, "r2-secret");
        bench.http.once("POST", "/token", answer(200, hubspotIssued("access-secret", 1800)));
        QCOMPARE(bench.get(tokens), u"access-secret"_s);

        QVERIFY(log.isOpen());
        QVERIFY2(log.text().contains("invalid_grant") && log.text().contains("renewed"), log.text().constData());
        QVERIFY2(!log.text().contains("861"), log.text().constData());
        QVERIFY2(!log.text().contains("-secret"), log.text().constData());
    }
};

QTEST_APPLESS_MAIN(TokensTest)
#include "tokens_test.moc"
