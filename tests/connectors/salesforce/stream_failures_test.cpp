#include "tests/connectors/salesforce/client_fixture.h"

#include <QTest>

using namespace syncline;
using namespace syncline::test;
using namespace std::chrono_literals;
using core::ConnectorPhase;

namespace {

QByteArray bytes(const std::string& text) {
    return QByteArray::fromStdString(text);
}

}  // namespace

class StreamFailuresTest : public QObject {
    Q_OBJECT

private slots:
    void failedConnect_isDealtWith_data();
    void failedConnect_isDealtWith();
    void endedSession_thenRefusedToken_isTriedAtOnce();
    void failures_inARow_waitLongerAndLonger();
    void goodSession_forgetsFailures();
    void refusedChannel_isSaid_andTheOthersFlow();
    void allChannelsRefused_isSaid_andTriedAgain();
    void refusedHandshake_isSaid_data();
    void refusedHandshake_isSaid();
    void signIn_thatFails_isSaidAndTriedAgain();
    void outage_tellsTheLastAnswer_andTheNextTry();
    void tryNow_endsThePause();
    void tryNow_signsInAgain();
    void tryNow_asksForRefusedChannels();
    void tryNow_asksForRefusedChannels_whileAConnectIsHeld();
    void tryNow_keepsThePauseThatIsAskedFor_data();
    void tryNow_keepsThePauseThatIsAskedFor();
    void tryNow_whileConnected_doesNothing();
    void advice_isObeyed_behindFailures();
    void brokenAnswer_givesNothingAndLosesNothing_data();
    void brokenAnswer_givesNothingAndLosesNothing();
};

void StreamFailuresTest::failedConnect_isDealtWith_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("atOnce");
    QTest::addColumn<int>("tokensRefused");
    QTest::addColumn<int>("waitsAtLeast");  // ms
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char* name, int status, const std::string& body, bool atOnce, int refused, int wait,
                        const char* code) {
        QTest::newRow(name) << status << bytes(body) << atOnce << refused << wait << QByteArray(code);
    };
    const std::string none = R"(,"advice":{"reconnect":"none","interval":0})";
    const std::string again = R"(,"advice":{"reconnect":"handshake","interval":0})";
    row("unknown client", 200, failedConnectBody("403::Unknown client", again), true, 0, 0, "");
    row("unknown client with a status", 403, failedConnectBody("403::Unknown client", again), true, 0, 0, "");
    row("unknown session of another server", 200, failedConnectBody("402::session_unknown", again), true, 0, 0, "");
    row("unknown client without advice", 200, failedConnectBody("401:abc:Unknown client"), true, 0, 0, "");
    row("no handshake", 200, failedConnectBody("403::Client has not completed handshake"), true, 0, 0, "");
    row("token expired", 200, failedConnectBody("401::Authentication invalid", none), true, 1, 0, "");
    row("token expired, status only", 401, "", true, 1, 0, "");
    row("pushed disconnect", 200,
        R"([{"channel":"/meta/disconnect","successful":true},{"channel":"/meta/connect","successful":true}])", true, 0,
        0, "");
    row("pushed disconnect with a failed connect", 200,
        R"([{"channel":"/meta/disconnect","successful":true},{"channel":"/meta/connect","successful":false,)"
        R"("error":"401::Authentication invalid","advice":{"reconnect":"none"}}])",
        true, 0, 0, "");
    row("a session that the server ends", 200,
        R"([{"channel":"/meta/connect","successful":true,"advice":{"reconnect":"none"}}])", true, 0, 0, "");
    row("too busy, dressed as a refused token", 200,
        failedConnectBody(
            "401::Authentication invalid",
            R"(,"ext":{"sfdc":{"failureReason":"503::Server is too busy.  Please try your request again later."}})"
                + none),
        false, 0, 7500, "rate_limited");
    row("too many users", 200, failedConnectBody("403::Organization concurrent user limit exceeded", none), false, 0,
        7500, "rate_limited");
    row("the day's events are used up", 200,
        failedConnectBody("403::Organization total events daily limit exceeded", none), false, 0, 150'000,
        "rate_limited");
    row("HTML of an outage", 503, "<html>Service Unavailable</html>", false, 0, 250, "unavailable");
    row("an answer without our reply", 200, "[]", false, 0, 250, "protocol_violation");
    row("no JSON", 200, "<html>", false, 0, 250, "protocol_violation");
    row("refused without a reason", 200, R"([{"channel":"/meta/connect","successful":false}])", false, 0, 250,
        "unavailable");
}

void StreamFailuresTest::failedConnect_isDealtWith() {
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(bool, atOnce);
    QFETCH(int, tokensRefused);
    QFETCH(int, waitsAtLeast);
    QFETCH(QByteArray, code);
    ClientFixture fixture;
    fixture.start();
    fixture.answerConnect(answer(status, body.toStdString()));
    QCOMPARE(fixture.tokens.refusals, tokensRefused);
    QCOMPARE(fixture.connectIsHeld(), atOnce);
    if (atOnce) {
        QVERIFY(fixture.told.phase() == ConnectorPhase::Connected);
        QCOMPARE(fixture.told.states.size(), std::size_t{2});
        return;
    }
    QVERIFY(fixture.told.phase() == ConnectorPhase::Disconnected);
    QCOMPARE(bytes(std::string(name(fixture.told.states.back().second->code))), code);
    QVERIFY(!fixture.told.states.back().second->hint.empty());
    fixture.advance(std::chrono::milliseconds(waitsAtLeast) - 1ms);
    QVERIFY(!fixture.connectIsHeld());
    fixture.advance(std::chrono::milliseconds(waitsAtLeast) + 2ms);
    QVERIFY(fixture.connectIsHeld());
    QVERIFY(fixture.told.phase() == ConnectorPhase::Connected);
}

/// No new token was tried before: that they are refused is not known.
void StreamFailuresTest::endedSession_thenRefusedToken_isTriedAtOnce() {
    ClientFixture fixture;
    fixture.start();
    fixture.next("/meta/handshake", answer(401));
    fixture.answerConnect(failedConnect("402::session_unknown", R"(,"advice":{"reconnect":"handshake","interval":0})"));
    QCOMPARE(fixture.tokens.refusals, 1);
    QVERIFY(fixture.connectIsHeld());
    QCOMPARE(fixture.told.states.size(), std::size_t{2});
    QVERIFY(fixture.told.phase() == ConnectorPhase::Connected);
}

void StreamFailuresTest::failures_inARow_waitLongerAndLonger() {
    ClientFixture fixture;
    for (int i = 0; i < 12; ++i)
        fixture.next("/meta/handshake", noAnswer(base::ErrorCode::Unavailable, false));
    fixture.start();
    std::vector<std::chrono::milliseconds> waits;
    while (fixture.timers.untilNext() && waits.size() < 12) {
        waits.push_back(*fixture.timers.untilNext());
        fixture.advance(waits.back());
    }
    QCOMPARE(waits.size(), std::size_t{12});
    const std::vector<std::chrono::milliseconds> most = {500ms, 1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s, 60s, 60s, 60s};
    for (std::size_t i = 0; i < most.size(); ++i) {
        QVERIFY2(waits[i] <= most[i], qPrintable(QString::number(i)));
        QVERIFY2(waits[i] >= most[i] / 2, qPrintable(QString::number(i)));
    }
    QVERIFY(fixture.connectIsHeld());
    // Jitter: not all at the same share of their bound.
    QVERIFY(waits[8] != waits[9] || waits[9] != waits[10]);
    QCOMPARE(fixture.told.states.size(), std::size_t{3});
}

void StreamFailuresTest::goodSession_forgetsFailures() {
    ClientFixture fixture;
    for (int i = 0; i < 6; ++i)
        fixture.next("/meta/handshake", noAnswer(base::ErrorCode::Unavailable, false));
    fixture.start();
    fixture.advance(60s);
    QVERIFY(fixture.connectIsHeld());
    fixture.advance(11s);
    fixture.answerConnect(failedConnect("403::Unknown client"));
    QVERIFY(fixture.connectIsHeld());
    // The new session ends at once: that is no good one.
    fixture.answerConnect(failedConnect("403::Unknown client"));
    QVERIFY(!fixture.connectIsHeld());
    fixture.advance(500ms);
    QVERIFY(fixture.connectIsHeld());
}

void StreamFailuresTest::refusedChannel_isSaid_andTheOthersFlow() {
    ClientFixture fixture;
    const connectors::HttpAnswer refusal =
        answer(200, R"([{"channel":"/meta/subscribe","subscription":"/data/AccountChangeEvent","successful":false,)"
                    R"("error":"403::Cannot create channel /data/AccountChangeEvent"}])");
    fixture.next(R"("subscription":"/data/AccountChangeEvent")", refusal);
    fixture.next(R"("subscription":"/data/AccountChangeEvent")", refusal);
    fixture.start({{kContactStream, "1"}, {kAccountStream, "1"}});
    QVERIFY(fixture.told.phase() == ConnectorPhase::Disconnected);
    const base::Error why = *fixture.told.states.back().second;
    QCOMPARE(why.object, std::string(kAccounts));
    QVERIFY(why.hint.find("Change Data Capture") != std::string::npos);
    fixture.deliver({contactUpdate("20", R"("Phone":"1")")});
    QCOMPARE(fixture.told.changes().size(), std::size_t{1});
    // It is asked for again now and then, between two connects; the second time it is allowed.
    for (int i = 0; i < 4 && fixture.told.phase() != ConnectorPhase::Connected; ++i) {
        fixture.advance(20s);
        fixture.deliver({});
    }
    QCOMPARE(fixture.streamed(R"("subscription":"/data/AccountChangeEvent")").size(), std::size_t{3});
    QVERIFY(fixture.told.phase() == ConnectorPhase::Connected);
    QCOMPARE(fixture.streamed("/meta/handshake").size(), std::size_t{1});
    QCOMPARE(askedFor(fixture, kAccounts), std::string("1"));
}

void StreamFailuresTest::allChannelsRefused_isSaid_andTriedAgain() {
    ClientFixture fixture;
    const connectors::HttpAnswer refusal = answer(
        200, R"([{"channel":"/meta/subscribe","successful":false,"error":"403::User not allowed to subscribe CDC)"
             R"( without View All Data permissions"}])");
    fixture.next("/meta/subscribe", refusal);
    fixture.next("/meta/subscribe", refusal);
    fixture.start();
    QVERIFY(fixture.told.phase() == ConnectorPhase::Disconnected);
    QVERIFY(fixture.told.states.back().second->code == base::ErrorCode::PermissionDenied);
    QVERIFY(fixture.streamed("/meta/connect").empty());
    fixture.advance(15s);
    QVERIFY(fixture.told.phase() == ConnectorPhase::Connected);
}

void StreamFailuresTest::refusedHandshake_isSaid_data() {
    QTest::addColumn<QByteArray>("rest");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<int>("tokensRefused");
    QTest::newRow("the token, twice") << QByteArray(
        R"("error":"403::Handshake denied","ext":{"sfdc":{"failureReason":"401::Authentication invalid"}})")
                                      << QByteArray("unauthenticated") << 2;
    QTest::newRow("too many connections") << QByteArray(
        R"("error":"403::Handshake denied","ext":{"sfdc":{"failureReason":"403::To protect all customers from excessive use, we limit the number of simultaneous connections per server."}})")
                                          << QByteArray("rate_limited") << 0;
    QTest::newRow("the version") << QByteArray(
        R"("error":"400::Unsupported API version '12.0'","advice":{"reconnect":"none"})")
                                 << QByteArray("permission_denied") << 0;
}

void StreamFailuresTest::refusedHandshake_isSaid() {
    QFETCH(QByteArray, rest);
    QFETCH(QByteArray, code);
    QFETCH(int, tokensRefused);
    ClientFixture fixture;
    for (int i = 0; i < 2; ++i)
        fixture.next("/meta/handshake",
                     answer(200, R"([{"channel":"/meta/handshake","successful":false,)" + rest.toStdString() + "}]"));
    fixture.start();
    QVERIFY(fixture.told.phase() == ConnectorPhase::Disconnected);
    QCOMPARE(bytes(std::string(name(fixture.told.states.back().second->code))), code);
    QCOMPARE(fixture.tokens.refusals, tokensRefused);
    fixture.advance(10min);
    QVERIFY(fixture.told.phase() == ConnectorPhase::Connected);
}

void StreamFailuresTest::signIn_thatFails_isSaidAndTriedAgain() {
    ClientFixture fixture;
    fixture.tokens.error = base::Error{base::ErrorCode::Unauthenticated, "sign in to Salesforce", "",
                                       "invalid_grant: expired", "Sign in to Salesforce again."};
    fixture.start();
    QVERIFY(fixture.told.phase() == ConnectorPhase::Disconnected);
    QVERIFY(fixture.told.why().find("invalid_grant") != std::string::npos);
    QCOMPARE(fixture.http.sent().size(), std::size_t{0});
    fixture.advance(1h);
    QCOMPARE(fixture.http.sent().size(), std::size_t{0});
    QCOMPARE(fixture.told.states.size(), std::size_t{2});
    fixture.tokens.error.reset();
    fixture.advance(5min);
    QVERIFY(fixture.told.phase() == ConnectorPhase::Connected);
}

void StreamFailuresTest::outage_tellsTheLastAnswer_andTheNextTry() {
    ClientFixture fixture;
    for (int i = 0; i < 12; ++i)
        fixture.next("/meta/handshake", noAnswer(base::ErrorCode::Unavailable, false));
    const base::WallTime begun = fixture.clock.wallNow();
    fixture.start();
    for (int i = 0; i < 11; ++i) {
        const connectors::Outage& outage = fixture.told.outages.back();
        const std::chrono::milliseconds pause = fixture.timers.untilNext().value_or(0ms);
        QVERIFY(outage.lastAnswered == begun);  // who we are was told
        QVERIFY(outage.nextTry == fixture.clock.wallNow() + pause);
        fixture.advance(pause);
        QCOMPARE(fixture.told.outages.size(), static_cast<std::size_t>(3 + 2 * i));
        QVERIFY(!fixture.told.outages[fixture.told.outages.size() - 2].nextTry);
    }
    QCOMPARE(fixture.told.states.size(), std::size_t{2});
}

void StreamFailuresTest::tryNow_endsThePause() {
    ClientFixture fixture;
    for (int i = 0; i < 9; ++i)
        fixture.next("/meta/handshake", noAnswer(base::ErrorCode::Unavailable, false));
    fixture.start();
    for (int i = 0; i < 7; ++i)
        fixture.advance(fixture.timers.untilNext().value_or(0ms));
    QCOMPARE(fixture.streamed("/meta/handshake").size(), std::size_t{8});
    for (int press = 0; press < 3; ++press) {
        fixture.client->tryNow();
        fixture.advance(0ms);
    }
    QCOMPARE(fixture.streamed("/meta/handshake").size(), std::size_t{9});
    // The pause behind it is as long as it would have been.
    QVERIFY(*fixture.told.outages.back().nextTry >= fixture.clock.wallNow() + 30s);
    fixture.advance(1s);
    fixture.client->tryNow();
    // A try is out: another press sends nothing.
    fixture.clock.advance(2s);
    fixture.client->tryNow();
    QCOMPARE(fixture.streamed("/meta/handshake").size(), std::size_t{10});
    fixture.advance(0ms);
    QVERIFY(fixture.told.phase() == ConnectorPhase::Connected);
}

void StreamFailuresTest::tryNow_signsInAgain() {
    ClientFixture fixture;
    fixture.tokens.error = base::Error{base::ErrorCode::Unauthenticated, "sign in to Salesforce", "",
                                       "invalid_grant: expired", "Sign in to Salesforce again."};
    fixture.start();
    QVERIFY(fixture.told.phase() == ConnectorPhase::Disconnected);
    QVERIFY(!fixture.told.outages.back().lastAnswered);
    QVERIFY(fixture.told.outages.back().nextTry == fixture.clock.wallNow() + fixture.timers.untilNext().value_or(0ms));
    fixture.tokens.error.reset();
    fixture.client->tryNow();
    fixture.advance(0ms);
    QVERIFY(fixture.told.phase() == ConnectorPhase::Connected);
}

void StreamFailuresTest::tryNow_asksForRefusedChannels() {
    ClientFixture fixture;
    fixture.next(R"("subscription":"/data/AccountChangeEvent")",
                 answer(200, R"([{"channel":"/meta/subscribe","subscription":"/data/AccountChangeEvent",)"
                             R"("successful":false,"error":"403::Cannot create channel /data/AccountChangeEvent"}])"));
    fixture.start({{kContactStream, "1"}, {kAccountStream, "1"}});
    QVERIFY(fixture.told.phase() == ConnectorPhase::Disconnected);
    QVERIFY(fixture.told.outages.back().nextTry > fixture.clock.wallNow());
    fixture.deliver({contactUpdate("20", R"("Phone":"1")")});
    fixture.client->tryNow();
    fixture.advance(0ms);
    QVERIFY(fixture.told.phase() == ConnectorPhase::Connected);
    QCOMPARE(askedFor(fixture, kAccounts), std::string("1"));
    QCOMPARE(askedFor(fixture, kContacts), std::string("20"));
}

void StreamFailuresTest::tryNow_asksForRefusedChannels_whileAConnectIsHeld() {
    ClientFixture fixture;
    const std::string account = R"("subscription":"/data/AccountChangeEvent")";
    for (int i = 0; i < 2; ++i)
        fixture.next(
            account,
            answer(200, R"([{"channel":"/meta/subscribe","subscription":"/data/AccountChangeEvent",)"
                        R"("successful":false,"error":"403::Cannot create channel /data/AccountChangeEvent"}])"));
    const base::WallTime begun = fixture.clock.wallNow();
    fixture.start();
    QVERIFY(fixture.told.phase() == ConnectorPhase::Disconnected);
    // It is time to ask again, and the server holds the connect: until then nothing is asked.
    fixture.advance(20s);
    QVERIFY(fixture.connectIsHeld());
    QCOMPARE(fixture.streamed(account).size(), std::size_t{1});
    QVERIFY(fixture.told.outages.back().nextTry == begun + 110s);
    fixture.client->tryNow();
    QVERIFY(!fixture.told.outages.back().nextTry);
    fixture.advance(0ms);
    QCOMPARE(fixture.streamed(account).size(), std::size_t{2});
    QVERIFY(fixture.told.phase() == ConnectorPhase::Disconnected);
    fixture.advance(35s);
    QCOMPARE(fixture.streamed(account).size(), std::size_t{2});
    fixture.client->tryNow();
    fixture.advance(0ms);
    QCOMPARE(fixture.streamed(account).size(), std::size_t{3});
    QVERIFY(fixture.told.phase() == ConnectorPhase::Connected);
}

void StreamFailuresTest::tryNow_keepsThePauseThatIsAskedFor_data() {
    QTest::addColumn<bool>("byHeader");
    QTest::addColumn<int>("asked");     // s
    QTest::addColumn<bool>("shorter");  // the press makes the pause so
    QTest::newRow("advice, longer than ours") << false << 60 << false;
    QTest::newRow("advice, shorter than ours") << false << 5 << true;
    QTest::newRow("Retry-After, longer than ours") << true << 60 << false;
    QTest::newRow("Retry-After, shorter than ours") << true << 5 << true;
}

void StreamFailuresTest::tryNow_keepsThePauseThatIsAskedFor() {
    QFETCH(bool, byHeader);
    QFETCH(int, asked);
    QFETCH(bool, shorter);
    const std::string seconds = std::to_string(asked);
    ClientFixture fixture;
    fixture.start();
    const base::WallTime failed = fixture.clock.wallNow();
    fixture.answerConnect(byHeader ? answer(429, "", {{"Retry-After", seconds}})
                                   : failedConnect("403::Organization concurrent user limit exceeded",
                                                   R"(,"advice":{"reconnect":"none","interval":)" + seconds + "000}"));
    QVERIFY(fixture.told.phase() == ConnectorPhase::Disconnected);
    QCOMPARE(fixture.told.outages.back().nextTry == failed + std::chrono::seconds(asked), !shorter);
    const std::size_t sent = fixture.http.sent().size();
    for (int press = 0; press < 2; ++press) {
        fixture.advance(2s);
        fixture.client->tryNow();
        QCOMPARE(fixture.told.outages.size(), std::size_t(shorter ? 2 : 1));
        QVERIFY(fixture.told.outages.back().nextTry == failed + std::chrono::seconds(asked));
    }
    fixture.advance(std::chrono::seconds(asked - 4) - 1ms);
    QCOMPARE(fixture.http.sent().size(), sent);
    fixture.advance(1ms);
    QVERIFY(fixture.told.phase() == ConnectorPhase::Connected);
}

void StreamFailuresTest::tryNow_whileConnected_doesNothing() {
    ClientFixture fixture;
    fixture.client->tryNow();
    fixture.start();
    const std::size_t sent = fixture.http.sent().size();
    fixture.client->tryNow();
    fixture.advance(0ms);
    QCOMPARE(fixture.http.sent().size(), sent);
    QVERIFY(fixture.connectIsHeld());
    QVERIFY(fixture.told.outages.empty());
    fixture.client->stop();
    fixture.client->tryNow();
    QCOMPARE(fixture.http.sent().size(), sent);
}

void StreamFailuresTest::advice_isObeyed_behindFailures() {
    ClientFixture fixture;
    fixture.start();
    fixture.answerConnect(
        failedConnect("403::Unknown client", R"(,"advice":{"reconnect":"handshake","interval":3000})"));
    fixture.advance(2999ms);
    QVERIFY(!fixture.connectIsHeld());
    fixture.advance(1ms);
    QVERIFY(fixture.connectIsHeld());
}

void StreamFailuresTest::brokenAnswer_givesNothingAndLosesNothing_data() {
    QTest::addColumn<bool>("cut");
    QTest::newRow("the connection is cut") << true;
    QTest::newRow("half of the body came") << false;
}

void StreamFailuresTest::brokenAnswer_givesNothingAndLosesNothing() {
    QFETCH(bool, cut);
    ClientFixture fixture;
    fixture.start({{kContactStream, "7"}, {kAccountStream, "8"}});
    const std::string whole = "[" + contactUpdate("20", R"("Phone":"1")");
    fixture.answerConnect(cut ? noAnswer(base::ErrorCode::Unavailable, true) : answer(200, whole));
    QVERIFY(fixture.told.changes().empty());
    QVERIFY(fixture.told.phase() == ConnectorPhase::Disconnected);
    fixture.advance(500ms);
    QVERIFY(fixture.told.phase() == ConnectorPhase::Connected);
    QCOMPARE(askedFor(fixture, kContacts), std::string("7"));
    fixture.deliver({contactUpdate("20", R"("Phone":"1")")});
    QCOMPARE(fixture.told.changes().size(), std::size_t{1});
}

QTEST_APPLESS_MAIN(StreamFailuresTest)
#include "stream_failures_test.moc"
