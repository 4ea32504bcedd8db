#include "engine/connectors/hubspot/make_hubspot_client.h"
#include "engine/connectors/memory_secrets.h"
#include "tests/connectors/hubspot/client_bench.h"

#include <QTest>
#include <algorithm>

using namespace syncline;
using namespace syncline::test;
using namespace std::chrono_literals;
using connectors::HttpRequest;
using connectors::SecretKind;
using core::ConnectorPhase;

namespace {

/// The client with the tokens of both grants. HubSpot gives as many as are asked for, and refuses those of one grant.
struct Bench {
    explicit Bench(bool refusesApp) : isApp(refusesApp) {
        for (const SecretKind kind : {SecretKind::RefreshToken, SecretKind::ClientSecret})
            secrets.write({"ws", core::Side::HubSpot, kind}, "s", [](const base::Result<void>&) {});
        http.always("POST", "/oauth/2026-09/token", [this](const HttpRequest&) {
            return answer(200, R"({"access_token":"a)" + std::to_string(http.sent().size()) + "\"}");
        });
        http.always("GET", "/account-info/", [this](const HttpRequest&) {
            return isApp ? answer(200, R"({"portalId":4471123})") : answer(401);
        });
        for (const std::string object : {"contacts", "companies"})
            http.always("GET", "/crm/properties/2026-09/" + object,
                        [object](const HttpRequest&) { return answer(200, describedProperties(object)); });
        http.always("GET", "/webhooks-journal/subscriptions/", [](const HttpRequest&) { return answer(401); });
        client = connectors::hubspot::makeHubSpotClient({ClientBench::usualConnection(), mappedObjects()},
                                                        "ws")({http, timers, secrets, clock, 7});
    }

    /// Away, with two tokens refused as soon as they were made.
    void start() {
        client->start(told, {});
        advance(0ms);
        QVERIFY(told.states.back().phase == ConnectorPhase::Disconnected);
        QCOMPARE(told.states.back().why->code, base::ErrorCode::Unauthenticated);
        QCOMPARE(renewals(), std::ptrdiff_t(2));
    }
    void advance(std::chrono::milliseconds by) { timers.advance(by, http); }
    /// To what comes next, which is no longer than a pause away.
    void goOn() { advance(timers.untilNext().value_or(0ms)); }
    /// Of the grant that is refused.
    [[nodiscard]] std::ptrdiff_t renewals() const {
        const std::string grant = isApp ? "grant_type=client_credentials" : "grant_type=refresh_token";
        return std::count_if(http.sent().begin(), http.sent().end(),
                             [&](const HttpRequest& request) { return request.body.find(grant) != std::string::npos; });
    }
    [[nodiscard]] bool triesIn(std::chrono::milliseconds time) const {
        return !told.outages.empty() && told.outages.back().nextTry == clock.wallNow() + time;
    }
    [[nodiscard]] bool triesNow() const { return !told.outages.empty() && !told.outages.back().nextTry; }

    bool isApp;
    base::ManualClock clock{base::WallTime{}};
    FakeHttp http;
    FakeTimers timers{clock};
    connectors::MemorySecrets secrets;
    RecordingListener told;
    std::unique_ptr<connectors::SideClient> client;
};

}  // namespace

class HeldTokensTest : public QObject {
    Q_OBJECT

private slots:
    void hold_isTheNextTry_data() { grants(); }
    void hold_isTheNextTry();
    void tryNow_endsTheHold_data() { grants(); }
    void tryNow_endsTheHold();
    void tryNow_endsThePause_andTheHoldBehindIt_data() { grants(); }
    void tryNow_endsThePause_andTheHoldBehindIt();
    void tryNow_endsNoPauseThatBeginsBehindTheHold();
    void stop_tellsNothingMore_data() { grants(); }
    void stop_tellsNothingMore();
    void reason_saysWhichSecretToLookAt_data() { grants(); }
    void reason_saysWhichSecretToLookAt();

private:
    static void grants() {
        QTest::addColumn<bool>("isApp");
        QTest::newRow("the account's tokens") << false;
        QTest::newRow("the app's tokens") << true;
    }
};

void HeldTokensTest::hold_isTheNextTry() {
    QFETCH(bool, isApp);
    Bench bench(isApp);
    bench.start();
    bench.goOn();
    QVERIFY(bench.triesIn(1s));
    bench.advance(999ms);
    QVERIFY(bench.triesIn(1ms));
    QCOMPARE(bench.renewals(), std::ptrdiff_t(2));
    bench.timers.advance(1ms);  // What is sent then is not answered yet.
    QVERIFY(bench.triesNow());
    QCOMPARE(bench.renewals(), std::ptrdiff_t(3));
    bench.advance(0ms);
    QVERIFY(bench.triesIn(2s));
    QCOMPARE(bench.told.states.size(), std::size_t(2));  // The reason is the same.
}

void HeldTokensTest::tryNow_endsTheHold() {
    QFETCH(bool, isApp);
    Bench bench(isApp);
    bench.start();
    bench.goOn();
    for (int press = 0; press < 3; ++press) {
        bench.client->tryNow();
        QCOMPARE(bench.triesNow(), press == 0);
        bench.advance(0ms);
        QCOMPARE(bench.renewals(), std::ptrdiff_t(3));
        QVERIFY(bench.triesIn(2s));  // As long as it would have been.
    }
    bench.advance(1s);
    bench.client->tryNow();
    QVERIFY(bench.triesNow());
    QCOMPARE(bench.renewals(), std::ptrdiff_t(4));
    bench.advance(0ms);
    bench.goOn();
    QVERIFY(bench.triesIn(4s));
    QCOMPARE(bench.renewals(), std::ptrdiff_t(4));
}

void HeldTokensTest::tryNow_endsThePause_andTheHoldBehindIt() {
    QFETCH(bool, isApp);
    Bench bench(isApp);
    bench.start();
    bench.client->tryNow();
    bench.advance(0ms);
    QCOMPARE(bench.renewals(), std::ptrdiff_t(3));
    // The one behind that is not ended.
    QVERIFY(bench.triesIn(2s));
}

/// The hold ends in a failure at once: there is no refresh token any more.
void HeldTokensTest::tryNow_endsNoPauseThatBeginsBehindTheHold() {
    Bench bench(false);
    bench.start();
    bench.goOn();
    QVERIFY(bench.triesIn(1s));
    bench.secrets.write({"ws", core::Side::HubSpot, SecretKind::RefreshToken}, "", [](const base::Result<void>&) {});
    const std::size_t outages = bench.told.outages.size();
    bench.client->tryNow();
    // That it goes on, and until when it waits then.
    QCOMPARE(bench.told.outages.size(), outages + 2);
    QVERIFY(bench.told.outages.back().nextTry);
    bench.advance(0ms);
    QCOMPARE(bench.told.outages.size(), outages + 2);
}

void HeldTokensTest::stop_tellsNothingMore() {
    QFETCH(bool, isApp);
    Bench bench(isApp);
    bench.start();
    bench.goOn();
    QVERIFY(bench.triesIn(1s));
    bench.client->stop();
    const std::size_t outages = bench.told.outages.size();
    bench.advance(1min);
    QCOMPARE(bench.told.outages.size(), outages);
    QVERIFY(bench.told.states.back().phase == ConnectorPhase::Stopped);
}

void HeldTokensTest::reason_saysWhichSecretToLookAt() {
    QFETCH(bool, isApp);
    Bench bench(isApp);
    bench.start();
    const base::Error why = bench.told.states.back().why.value_or(base::Error{});
    QCOMPARE(why.detail, std::string("HubSpot does not accept the access token: 401"));
    QCOMPARE(why.hint.find("SYNCLINE_HUBSPOT_CLIENT_SECRET") != std::string::npos, isApp);
    QCOMPARE(why.hint.find("SYNCLINE_HUBSPOT_REFRESH_TOKEN") != std::string::npos, !isApp);
}

QTEST_APPLESS_MAIN(HeldTokensTest)
#include "held_tokens_test.moc"
