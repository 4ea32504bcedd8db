#include "engine/connectors/hold_watch.h"
#include "tests/connectors/log_file.h"
#include "tests/connectors/token_bench.h"

#include <QTest>
#include <optional>
#include <utility>
#include <vector>

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

/// Holds what is asked of it, as long as it is told to.
class HeldSource final : public TokenSource {
public:
    void get(Got done) override { m_waiting.push_back(std::move(done)); }
    void refused(std::uint64_t /*generation*/) override {}
    [[nodiscard]] std::optional<base::WallTime> heldUntil() const override { return until; }
    void answer() {
        for (const Got& got : std::exchange(m_waiting, {}))
            got(Token{"t", {}, 1});
    }

    std::optional<base::WallTime> until;

private:
    std::vector<Got> m_waiting;
};

class TokensTest : public QObject {
    Q_OBJECT

private slots:
    /// Of two that wait, the first one answered meets the next hold before the second one is.
    void holdWatch_keepsToTheHoldThatStands() {
        Bench bench;
        HeldSource source;
        std::vector<std::optional<base::WallTime>> told;
        connectors::HoldWatch watch(source, bench.timers, bench.clock,
                                    [&](std::optional<base::WallTime> until) { told.push_back(until); });
        const base::WallTime first = bench.clock.wallNow() + 1s;
        const base::WallTime second = bench.clock.wallNow() + 2s;
        source.until = first;
        watch.get([&](const base::Result<Token>&) {
            source.until = second;
            watch.get([](const base::Result<Token>&) {});
        });
        watch.get([](const base::Result<Token>&) {});
        QVERIFY(told.back() == first);
        source.until.reset();
        source.answer();
        QVERIFY(told.back() == second);
        QVERIFY(watch.isHeld());
        bench.timers.advance(1s);
        QVERIFY(told.back() == second);
        bench.timers.advance(1s);
        QVERIFY(told.back() == std::nullopt);
    }

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
