#include "engine/connectors/memory_secrets.h"
#include "engine/connectors/salesforce/api_errors.h"
#include "engine/connectors/salesforce/make_salesforce_client.h"
#include "tests/connectors/salesforce/client_fixture.h"

#include <QTest>

using namespace syncline;
using namespace syncline::test;
using namespace std::chrono_literals;
using connectors::HttpRequest;
using core::ConnectorPhase;

namespace {

constexpr const char* kOrg = "https://acme.my.salesforce.com";

/// The client with the tokens that it works with. The org gives as many as are asked for, and refuses what is told to
/// be refused.
struct Bench {
    Bench() {
        secrets.write({"ws", core::Side::Salesforce, connectors::SecretKind::RefreshToken}, "r1",
                      [](const base::Result<void>&) {});
        http.always("POST", "/services/oauth2/token", [this](const HttpRequest&) {
            return answer(200, R"({"access_token":"a)" + std::to_string(renewals()) + R"(","instance_url":")"
                                   + std::string(kOrg) + "\"}");
        });
        http.always("GET", "/userinfo", [this](const HttpRequest&) {
            return refusesLookUps ? answer(401)
                                  : answer(200, R"({"organization_id":"00D000000000001EAA","user_id":"005"})");
        });
        http.always("POST", "/cometd/", [this](const HttpRequest& request) { return stream(request); });
        http.always("PATCH", "/composite/sobjects", [](const HttpRequest&) { return answer(401); });
        client = connectors::salesforce::makeSalesforceClient(connectionTo(kOrg), mappedObjects(),
                                                              "ws")({http, timers, secrets, clock, 7});
    }

    /// The org has nothing to tell, and wants a minute between two connects.
    [[nodiscard]] connectors::HttpAnswer stream(const HttpRequest& request) const {
        if (streamAnswer)
            return *streamAnswer;
        for (const std::string channel : {"/meta/handshake", "/meta/subscribe", "/meta/connect"}) {
            if (request.body.find(channel) != std::string::npos)
                return answer(200, R"([{"channel":")" + channel + R"(","successful":true,"clientId":"c",)"
                                       + R"("advice":{"reconnect":"retry","interval":60000,"timeout":110000}}])");
        }
        return answer(200, "[]");
    }
    void start() {
        client->start(told, {});
        advance(0ms);
    }
    void advance(std::chrono::milliseconds by) { timers.advance(by, http); }
    /// To what comes next, which is no longer than a pause away.
    void goOn() { advance(timers.untilNext().value_or(0ms)); }
    void write() {
        client->request(connectors::WriteRequest{
            connectors::RequestId(1), "Contact", {{"003000000000001AAA", {}, {{"Phone", "1"}}}}});
        advance(0ms);
    }
    [[nodiscard]] std::size_t renewals() const { return http.count("POST", "/services/oauth2/token"); }
    [[nodiscard]] bool triesIn(std::chrono::milliseconds time) const {
        return !told.outages.empty() && told.outages.back().nextTry == clock.wallNow() + time;
    }
    [[nodiscard]] bool triesNow() const { return !told.outages.empty() && !told.outages.back().nextTry; }

    base::ManualClock clock{base::WallTime{}};
    FakeHttp http;
    FakeTimers timers{clock};
    connectors::MemorySecrets secrets;
    ToldBySalesforce told;
    bool refusesLookUps = false;
    std::optional<connectors::HttpAnswer> streamAnswer;  ///< in place of a healthy org's
    std::unique_ptr<connectors::SideClient> client;
};

/// A client that is away, while a write waits for a token that is held back for a second.
void awayWhileAWriteIsHeld(Bench& bench, const connectors::Headers& headers) {
    bench.start();
    QVERIFY(bench.told.phase() == ConnectorPhase::Connected);
    bench.streamAnswer = answer(503, "", headers);
    bench.advance(1min);
    QVERIFY(bench.told.phase() == ConnectorPhase::Disconnected);
    bench.write();
    bench.write();
    QCOMPARE(bench.renewals(), std::size_t(3));
}

}  // namespace

class HeldTokensTest : public QObject {
    Q_OBJECT

private slots:
    void hold_isTheNextTry_data() { waits(); }
    void hold_isTheNextTry();
    void tryNow_endsTheHold_data() { waits(); }
    void tryNow_endsTheHold();
    void tryNow_endsThePause_andTheHoldBehindIt_data() { waits(); }
    void tryNow_endsThePause_andTheHoldBehindIt();
    void holdThatAWriteBegan_isTheNextTry();
    void tryNow_endsNoHold_whileAPauseIsAskedFor();
    void callBeyondTokens_saysThatNoTokenHelps();
    void stop_tellsNothingMore();
    void accessTokenAlone_isSaidThroughout();

private:
    static void waits() {
        QTest::addColumn<bool>("lookUp");
        QTest::newRow("who we are is asked") << true;
        QTest::newRow("the stream begins") << false;
    }
    /// Away, with two tokens refused as soon as they were made.
    static void startRefused(Bench& bench, bool lookUp) {
        bench.refusesLookUps = lookUp;
        if (!lookUp)
            bench.streamAnswer = answer(401);
        bench.start();
        QVERIFY(bench.told.phase() == ConnectorPhase::Disconnected);
        QCOMPARE(bench.told.states.back().second->code, base::ErrorCode::Unauthenticated);
        QCOMPARE(bench.renewals(), std::size_t(2));
    }
};

void HeldTokensTest::hold_isTheNextTry() {
    QFETCH(bool, lookUp);
    Bench bench;
    startRefused(bench, lookUp);
    bench.goOn();
    QVERIFY(bench.triesIn(1s));
    bench.advance(999ms);
    QVERIFY(bench.triesIn(1ms));
    QCOMPARE(bench.renewals(), std::size_t(2));
    bench.timers.advance(1ms);  // What is sent then is not answered yet.
    QVERIFY(bench.triesNow());
    QCOMPARE(bench.renewals(), std::size_t(3));
    bench.advance(0ms);
    if (!lookUp)
        bench.goOn();
    QVERIFY(bench.triesIn(2s));
    QCOMPARE(bench.told.states.size(), std::size_t(2));  // The reason is the same.
}

void HeldTokensTest::tryNow_endsTheHold() {
    QFETCH(bool, lookUp);
    Bench bench;
    startRefused(bench, lookUp);
    bench.goOn();
    for (int press = 0; press < 3; ++press) {
        bench.client->tryNow();
        QCOMPARE(bench.triesNow(), press == 0);
        bench.advance(0ms);
        QCOMPARE(bench.renewals(), std::size_t(3));
    }
    if (!lookUp)
        bench.goOn();
    // As long as it would have been.
    QVERIFY(bench.triesIn(2s));
    bench.advance(1s);
    bench.client->tryNow();
    QVERIFY(bench.triesNow());
    QCOMPARE(bench.renewals(), std::size_t(4));
    bench.advance(0ms);
    bench.goOn();
    QVERIFY(bench.triesIn(4s));
    QCOMPARE(bench.renewals(), std::size_t(4));
    bench.refusesLookUps = false;
    bench.streamAnswer.reset();
    bench.advance(1s);
    bench.client->tryNow();
    bench.advance(0ms);
    QVERIFY(bench.told.phase() == ConnectorPhase::Connected);
}

void HeldTokensTest::tryNow_endsThePause_andTheHoldBehindIt() {
    QFETCH(bool, lookUp);
    Bench bench;
    startRefused(bench, lookUp);
    bench.client->tryNow();
    QVERIFY(bench.triesNow());
    QCOMPARE(bench.renewals(), std::size_t(3));
}

void HeldTokensTest::holdThatAWriteBegan_isTheNextTry() {
    Bench bench;
    awayWhileAWriteIsHeld(bench, {});
    const base::WallTime end = bench.clock.wallNow() + 1s;
    QVERIFY(bench.told.outages.back().nextTry < end);  // The pause.
    bench.goOn();
    QVERIFY(bench.told.outages.back().nextTry == end);
    bench.client->tryNow();
    QVERIFY(bench.triesNow());
    QCOMPARE(bench.renewals(), std::size_t(4));
}

void HeldTokensTest::tryNow_endsNoHold_whileAPauseIsAskedFor() {
    Bench bench;
    awayWhileAWriteIsHeld(bench, {{"Retry-After", "60"}});
    QVERIFY(bench.triesIn(60s));
    const std::size_t sent = bench.http.sent().size();
    bench.client->tryNow();
    bench.advance(0ms);
    QCOMPARE(bench.http.sent().size(), sent);
    QVERIFY(bench.triesIn(60s));
}

/// It is not repeated: with a new token it would be refused as well.
void HeldTokensTest::callBeyondTokens_saysThatNoTokenHelps() {
    const connectors::HttpAnswer refused = answer(
        401, R"([{"errorCode":"INVALID_SESSION_ID","message":"This session is not valid for use with the REST API"}])");
    const base::Error error = connectors::salesforce::errorOf(refused, "read records", "Contact");
    QCOMPARE(error.code, base::ErrorCode::Unauthenticated);
    QVERIFY(error.hint.find("New access tokens are refused too") == std::string::npos);
    QVERIFY(error.hint.find("would be refused as well") != std::string::npos);
    const base::Error other = connectors::salesforce::errorOf(answer(401), "read records", "Contact");
    QVERIFY(other.hint.find("New access tokens are refused too") != std::string::npos);
    QVERIFY(other.hint.find("where no such variable is set") != std::string::npos);
}

void HeldTokensTest::stop_tellsNothingMore() {
    Bench bench;
    startRefused(bench, true);
    bench.goOn();
    QVERIFY(bench.triesIn(1s));
    bench.client->stop();
    const std::size_t outages = bench.told.outages.size();
    bench.advance(1min);
    QCOMPARE(bench.told.outages.size(), outages);
    QVERIFY(bench.told.phase() == ConnectorPhase::Stopped);
}

/// What the stream alone could say is true of tokens that can be renewed only.
void HeldTokensTest::accessTokenAlone_isSaidThroughout() {
    Bench bench;
    const auto put = [&](connectors::SecretKind kind, const char* text) {
        bench.secrets.write({"ws", core::Side::Salesforce, kind}, text, [](const base::Result<void>&) {});
    };
    put(connectors::SecretKind::RefreshToken, "");
    put(connectors::SecretKind::AccessToken, "only");
    bench.streamAnswer = answer(401);
    bench.start();
    for (int round = 0; round < 6; ++round)
        bench.goOn();
    QVERIFY(bench.http.count("POST", "/cometd/") > 3);
    QCOMPARE(bench.told.states.size(), std::size_t(2));
    const base::Error why = bench.told.states.back().second.value_or(base::Error{});
    QCOMPARE(why.detail, std::string("Salesforce does not accept the access token, and there is no refresh token to "
                                     "make another one with"));
    QVERIFY(why.hint.find("SYNCLINE_SALESFORCE_TOKEN") != std::string::npos);
    bench.streamAnswer.reset();
    bench.client->tryNow();
    bench.advance(0ms);
    QVERIFY(bench.told.phase() == ConnectorPhase::Connected);
}

QTEST_APPLESS_MAIN(HeldTokensTest)
#include "held_tokens_test.moc"
