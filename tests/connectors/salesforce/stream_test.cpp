#include "tests/connectors/salesforce/client_fixture.h"

#include <QTest>
#include <algorithm>

using namespace syncline;
using namespace syncline::test;
using namespace std::chrono_literals;
using core::ConnectorPhase;

namespace {

const std::string kContactStream = "salesforce /data/ContactChangeEvent";
const std::string kAccountStream = "salesforce /data/AccountChangeEvent";

QByteArray bytes(const std::string& text) {
    return QByteArray::fromStdString(text);
}

std::string header(const connectors::HttpRequest& request, const std::string& name) {
    const auto found = std::find_if(request.headers.begin(), request.headers.end(),
                                    [&](const auto& one) { return one.first == name; });
    return found == request.headers.end() ? std::string() : found->second;
}

/// The replay id that the last subscribe to the channel asked for.
QByteArray askedFor(const ClientFixture& fixture, const std::string& channel) {
    const std::string body = fixture.lastStreamed(R"("subscription":")" + channel);
    const std::string key = R"("replay":{")" + channel + R"(":)";
    const std::size_t at = body.find(key);
    if (at == std::string::npos)
        return "nothing";
    const std::string rest = body.substr(at + key.size());
    return bytes(rest.substr(0, rest.find('}')));
}

std::string failedConnect(const std::string& error, const std::string& rest = {}) {
    return R"([{"channel":"/meta/connect","successful":false,"error":")" + error + "\"" + rest + "}]";
}

std::string accountUpdate(const std::string& replayId) {
    return eventMessage(kAccounts, replayId,
                        R"("entityName":"Account","recordIds":["001000000000001AAA"],"changeType":"UPDATE",)"
                        R"("transactionKey":"ta-)"
                            + replayId + R"(","sequenceNumber":1,"commitTimestamp":1795536005000,"commitUser":"005")",
                        R"("Name":"Acme")");
}

std::string gap(const std::string& replayId) {
    return eventMessage(kContacts, replayId,
                        R"("entityName":"Contact","recordIds":["003000000000002AAA"],"changeType":"GAP_UPDATE",)"
                        R"("transactionKey":"tg","sequenceNumber":1,"commitTimestamp":1795536005000)",
                        "");
}

}  // namespace

class StreamTest : public QObject {
    Q_OBJECT

private slots:
    void start_signsInSubscribesAndConnects();
    void requests_carryTokenAndCookiesOfTheSession();
    void start_goesOnWhereItWas_data();
    void start_goesOnWhereItWas();
    void fromNowOn_isAPositionToComeBackTo();
    void beforeTheFirstEvent_whatIsOlderThanTheStart_isPassedOver();
    void events_areToldInOrderByChannel();
    void advice_isObeyed();
    void failedConnect_isDealtWith_data();
    void failedConnect_isDealtWith();
    void newSession_goesOnBehindTheLastEvent();
    void brokenAnswer_givesNothingAndLosesNothing_data();
    void brokenAnswer_givesNothingAndLosesNothing();
    void failures_inARow_waitLongerAndLonger();
    void goodSession_forgetsFailures();
    void refusedReplayId_isMissedAndBegunAnew();
    void gap_isToldInItsPlace();
    void unreadableEvent_isMissed();
    void unacknowledgedChanges_holdTheNextConnect();
    void refusedChannel_isSaid_andTheOthersFlow();
    void allChannelsRefused_isSaid_andTriedAgain();
    void refusedHandshake_isSaid_data();
    void refusedHandshake_isSaid();
    void signIn_thatFails_isSaidAndTriedAgain();
    void userInfo_decidesWhoWeAre_data();
    void userInfo_decidesWhoWeAre();
    void stop_endsEverything();
};

void StreamTest::start_signsInSubscribesAndConnects() {
    ClientFixture fixture;
    fixture.start();
    QCOMPARE(fixture.streamed("/meta/handshake").size(), std::size_t{1});
    const std::string handshake = fixture.lastStreamed("/meta/handshake");
    for (const char* part :
         {R"("version":"1.0")", R"("supportedConnectionTypes":["long-polling"])", R"("ext":{"replay":true})"})
        QVERIFY2(handshake.find(part) != std::string::npos, part);
    QCOMPARE(askedFor(fixture, kContacts), QByteArray("-1"));
    QCOMPARE(askedFor(fixture, kAccounts), QByteArray("-1"));
    QCOMPARE(fixture.streamed("/meta/connect").size(), std::size_t{2});
    QVERIFY(fixture.streamed("/meta/connect")[0].find(R"("advice":{"timeout":0})") != std::string::npos);
    QVERIFY(fixture.streamed("/meta/connect")[1].find("advice") == std::string::npos);
    QVERIFY(fixture.connectIsHeld());
    QCOMPARE(fixture.told.states.size(), std::size_t{2});
    QVERIFY(fixture.told.states[0].first == ConnectorPhase::Connecting);
    QVERIFY(fixture.told.phase() == ConnectorPhase::Connected);
    QCOMPARE(fixture.told.why(), std::string());
}

void StreamTest::requests_carryTokenAndCookiesOfTheSession() {
    ClientFixture fixture;
    fixture.start();
    fixture.answerConnect(answer(200, failedConnect("403::Unknown client")));
    QByteArrayList cookies;
    for (const connectors::HttpRequest& request : fixture.http.sent()) {
        if (request.url.find("/cometd/") == std::string::npos)
            continue;
        QCOMPARE(request.url, std::string("https://acme.my.salesforce.com/cometd/66.0"));
        QCOMPARE(header(request, "Authorization"), std::string("Bearer token-1"));
        cookies.append(bytes(header(request, "Cookie")));
    }
    const QByteArray first = "BAYEUX_BROWSER=b1; sfdc-stream=!r";
    const QByteArray second = "BAYEUX_BROWSER=b2; sfdc-stream=!r";
    // Handshake, two subscribes and two connects; then once more.
    QCOMPARE(cookies, (QByteArrayList{"", first, first, first, first, "", second, second, second, second}));
}

void StreamTest::start_goesOnWhereItWas_data() {
    QTest::addColumn<QByteArray>("stored");
    QTest::addColumn<QByteArray>("asked");
    QTest::addColumn<int>("missed");
    QTest::newRow("a replay id") << QByteArray("4711") << QByteArray("4711") << 0;
    QTest::newRow("a replay id above 2^53") << QByteArray("9007199254740993") << QByteArray("9007199254740993") << 0;
    QTest::newRow("no event since the start") << QByteArray("@2026-11-24T09:00:00.000Z") << QByteArray("-2") << 0;
    QTest::newRow("no event for three days") << QByteArray("@2026-11-21T15:59:00.000Z") << QByteArray("-1") << 1;
    QTest::newRow("nonsense") << QByteArray("12,\"x\":1") << QByteArray("-1") << 1;
}

void StreamTest::start_goesOnWhereItWas() {
    QFETCH(QByteArray, stored);
    QFETCH(QByteArray, asked);
    QFETCH(int, missed);
    ClientFixture fixture;
    fixture.start({{kContactStream, stored.toStdString()}, {kAccountStream, "5"}});
    QCOMPARE(askedFor(fixture, kContacts), asked);
    QCOMPARE(askedFor(fixture, kAccounts), QByteArray("5"));
    QCOMPARE(fixture.told.misses.size(), static_cast<std::size_t>(missed));
    if (missed == 0)
        return;
    QVERIFY(fixture.told.misses[0].records.empty());
    QCOMPARE(fixture.told.misses[0].position,
             std::optional(core::Position{kContactStream, "@2026-11-24T16:00:10.000Z"}));
}

void StreamTest::fromNowOn_isAPositionToComeBackTo() {
    ClientFixture fixture;
    fixture.start();
    QCOMPARE(fixture.told.captures.size(), std::size_t{2});
    QVERIFY(fixture.told.changes().empty());
    QCOMPARE(fixture.told.position(kContacts), std::string("@2026-11-24T16:00:10.000Z"));
    QCOMPARE(fixture.told.position(kAccounts), std::string("@2026-11-24T16:00:10.000Z"));
    fixture.answerConnect(answer(200, failedConnect("403::Unknown client")));
    QCOMPARE(askedFor(fixture, kContacts), QByteArray("-2"));
}

void StreamTest::beforeTheFirstEvent_whatIsOlderThanTheStart_isPassedOver() {
    ClientFixture fixture;
    fixture.start({{kContactStream, "@2026-11-24T16:10:00.000Z"}, {kAccountStream, "1"}});
    // Committed at 16:00:05, ten minutes before the start; clocks may differ by five.
    fixture.deliver({contactUpdate("20", R"("Phone":"1")")});
    QVERIFY(fixture.told.changes().empty());
    ClientFixture other;
    other.start({{kContactStream, "@2026-11-24T16:05:00.000Z"}, {kAccountStream, "1"}});
    other.deliver({contactUpdate("20", R"("Phone":"1")")});
    QCOMPARE(other.told.changes().size(), std::size_t{1});
    QCOMPARE(other.told.position(kContacts), std::string("20"));
}

void StreamTest::events_areToldInOrderByChannel() {
    ClientFixture fixture;
    fixture.start({{kContactStream, "1"}, {kAccountStream, "1"}});
    fixture.clock.advance(40s);
    fixture.deliver(
        {contactUpdate("20", R"("Phone":"1")"), accountUpdate("21"), contactUpdate("22", R"("Phone":"2")")});
    QCOMPARE(fixture.told.captures.size(), std::size_t{2});
    const std::vector<connectors::SourceChange> changes = fixture.told.changes();
    QCOMPARE(changes.size(), std::size_t{3});
    QCOMPARE(fixture.told.position(kContacts), std::string("22"));
    QCOMPARE(fixture.told.position(kAccounts), std::string("21"));
    QByteArrayList phones;
    for (const connectors::SourceChange& change : changes) {
        if (change.object == "Contact")
            phones.append(bytes(change.fields.at(0).text.value_or("")));
    }
    QCOMPARE(phones, (QByteArrayList{"1", "2"}));
    QCOMPARE(fixture.told.captures[0].receivedAt, fixture.clock.wallNow());
    QCOMPARE(fixture.told.captures[0].receivedMonotonic, fixture.clock.monotonicNow());
    QVERIFY(fixture.connectIsHeld());
}

void StreamTest::advice_isObeyed() {
    ClientFixture fixture;
    fixture.start();
    fixture.answerConnect(answer(200, R"([{"channel":"/meta/connect","successful":true,)"
                                      R"("advice":{"reconnect":"retry","interval":2000,"timeout":60000}}])"));
    QVERIFY(!fixture.connectIsHeld());
    fixture.advance(1999ms);
    QVERIFY(!fixture.connectIsHeld());
    fixture.advance(1ms);
    QVERIFY(fixture.connectIsHeld());
    QVERIFY(fixture.http.sent().back().timeout > 60s);
    QVERIFY(fixture.http.sent().back().timeout < 110s);
    // What an advice does not say stays in force.
    fixture.answerConnect(answer(200, R"([{"channel":"/meta/connect","successful":true}])"));
    fixture.advance(1999ms);
    QVERIFY(!fixture.connectIsHeld());
}

void StreamTest::failedConnect_isDealtWith_data() {
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
    row("unknown client", 200, failedConnect("403::Unknown client", again), true, 0, 0, "");
    row("unknown client with a status", 403, failedConnect("403::Unknown client", again), true, 0, 0, "");
    row("unknown session of another server", 200, failedConnect("402::session_unknown", again), true, 0, 0, "");
    row("unknown client without advice", 200, failedConnect("401:abc:Unknown client"), true, 0, 0, "");
    row("no handshake", 200, failedConnect("403::Client has not completed handshake"), true, 0, 0, "");
    row("token expired", 200, failedConnect("401::Authentication invalid", none), true, 1, 0, "");
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
        failedConnect(
            "401::Authentication invalid",
            R"(,"ext":{"sfdc":{"failureReason":"503::Server is too busy.  Please try your request again later."}})"
                + none),
        false, 0, 7500, "rate_limited");
    row("too many users", 200, failedConnect("403::Organization concurrent user limit exceeded", none), false, 0, 7500,
        "rate_limited");
    row("the day's events are used up", 200, failedConnect("403::Organization total events daily limit exceeded", none),
        false, 0, 150'000, "rate_limited");
    row("HTML of an outage", 503, "<html>Service Unavailable</html>", false, 0, 250, "unavailable");
    row("an answer without our reply", 200, "[]", false, 0, 250, "protocol_violation");
    row("no JSON", 200, "<html>", false, 0, 250, "protocol_violation");
    row("refused without a reason", 200, R"([{"channel":"/meta/connect","successful":false}])", false, 0, 250,
        "unavailable");
}

void StreamTest::failedConnect_isDealtWith() {
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

void StreamTest::newSession_goesOnBehindTheLastEvent() {
    ClientFixture fixture;
    fixture.start();
    fixture.deliver({contactUpdate("9007199254740995", R"("Phone":"1")")});
    fixture.answerConnect(answer(200, failedConnect("403::Unknown client")));
    QCOMPARE(askedFor(fixture, kContacts), QByteArray("9007199254740995"));
    QCOMPARE(askedFor(fixture, kAccounts), QByteArray("-2"));
    QCOMPARE(fixture.streamed("/meta/handshake").size(), std::size_t{2});
    QVERIFY(fixture.lastStreamed("/meta/connect").find("client-2") != std::string::npos);
    fixture.deliver({contactUpdate("9007199254740996", R"("Phone":"2")")});
    QCOMPARE(fixture.told.changes().size(), std::size_t{2});
}

void StreamTest::brokenAnswer_givesNothingAndLosesNothing_data() {
    QTest::addColumn<bool>("cut");
    QTest::newRow("the connection is cut") << true;
    QTest::newRow("half of the body came") << false;
}

void StreamTest::brokenAnswer_givesNothingAndLosesNothing() {
    QFETCH(bool, cut);
    ClientFixture fixture;
    fixture.start({{kContactStream, "7"}, {kAccountStream, "8"}});
    const std::string whole = "[" + contactUpdate("20", R"("Phone":"1")");
    fixture.answerConnect(cut ? noAnswer(base::ErrorCode::Unavailable, true) : answer(200, whole));
    QVERIFY(fixture.told.changes().empty());
    QVERIFY(fixture.told.phase() == ConnectorPhase::Disconnected);
    fixture.advance(500ms);
    QVERIFY(fixture.told.phase() == ConnectorPhase::Connected);
    QCOMPARE(askedFor(fixture, kContacts), QByteArray("7"));
    fixture.deliver({contactUpdate("20", R"("Phone":"1")")});
    QCOMPARE(fixture.told.changes().size(), std::size_t{1});
}

void StreamTest::failures_inARow_waitLongerAndLonger() {
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

void StreamTest::goodSession_forgetsFailures() {
    ClientFixture fixture;
    for (int i = 0; i < 6; ++i)
        fixture.next("/meta/handshake", noAnswer(base::ErrorCode::Unavailable, false));
    fixture.start();
    fixture.advance(60s);
    QVERIFY(fixture.connectIsHeld());
    fixture.advance(11s);
    fixture.answerConnect(answer(200, failedConnect("403::Unknown client")));
    QVERIFY(fixture.connectIsHeld());
    // The new session ends at once: that is no good one.
    fixture.answerConnect(answer(200, failedConnect("403::Unknown client")));
    QVERIFY(!fixture.connectIsHeld());
    fixture.advance(500ms);
    QVERIFY(fixture.connectIsHeld());
}

void StreamTest::refusedReplayId_isMissedAndBegunAnew() {
    ClientFixture fixture;
    fixture.next(
        R"("/data/ContactChangeEvent":31)",
        answer(200, R"([{"channel":"/meta/subscribe","subscription":"/data/ContactChangeEvent","successful":false,)"
                    R"("error":"400::The replayId {31} you provided was invalid. Please provide a valid ID"}])"));
    fixture.start({{kContactStream, "31"}, {kAccountStream, "8"}});
    QCOMPARE(askedFor(fixture, kContacts), QByteArray("-1"));
    QCOMPARE(askedFor(fixture, kAccounts), QByteArray("8"));
    QCOMPARE(fixture.told.misses.size(), std::size_t{1});
    QVERIFY(fixture.told.misses[0].records.empty());
    QVERIFY(fixture.told.misses[0].reason.find("400::The replayId {31}") != std::string::npos);
    QCOMPARE(fixture.told.misses[0].position,
             std::optional(core::Position{kContactStream, "@2026-11-24T16:00:10.000Z"}));
    QVERIFY(fixture.told.phase() == ConnectorPhase::Connected);
    fixture.deliver({contactUpdate("40", R"("Phone":"1")")});
    QCOMPARE(fixture.told.order, (std::vector<std::string>{"missed 0", "captured 1"}));
}

void StreamTest::gap_isToldInItsPlace() {
    ClientFixture fixture;
    fixture.start({{kContactStream, "1"}, {kAccountStream, "1"}});
    fixture.deliver({contactUpdate("20", R"("Phone":"1")"), gap("21"), contactUpdate("22", R"("Phone":"2")")});
    QCOMPARE(fixture.told.order, (std::vector<std::string>{"captured 1", "missed 1", "captured 1"}));
    QCOMPARE(fixture.told.captures[0].position.text, std::string("20"));
    QCOMPARE(fixture.told.misses[0].records[0],
             (core::RecordKey{core::Side::Salesforce, "Contact", "003000000000002AAA"}));
    QVERIFY(!fixture.told.misses[0].position);
    QCOMPARE(fixture.told.captures[1].position.text, std::string("22"));
    // A gap with nothing behind it moves the position too.
    fixture.deliver({gap("23")});
    QCOMPARE(fixture.told.position(kContacts), std::string("23"));
}

void StreamTest::unreadableEvent_isMissed() {
    ClientFixture fixture;
    fixture.start({{kContactStream, "1"}, {kAccountStream, "1"}});
    fixture.deliver({contactUpdate("20", R"("Phone":"1")"),
                     R"({"channel":"/data/ContactChangeEvent","data":{"payload":{},"event":{"replayId":21}}})",
                     contactUpdate("22", R"("Phone":"2")")});
    QCOMPARE(fixture.told.order, (std::vector<std::string>{"captured 1", "missed 0", "captured 1"}));
    QVERIFY(fixture.told.phase() == ConnectorPhase::Connected);
}

void StreamTest::unacknowledgedChanges_holdTheNextConnect() {
    ClientFixture fixture;
    fixture.start({{kContactStream, "1"}, {kAccountStream, "1"}});
    for (int answer = 0; answer < 4; ++answer) {
        QVERIFY(fixture.connectIsHeld());
        std::vector<std::string> events;
        for (int i = 0; i < 500; ++i)
            events.push_back(contactUpdate(std::to_string(1000 * (answer + 1) + i), R"("Phone":"1")"));
        fixture.deliver(events);
    }
    QCOMPARE(fixture.told.changes().size(), std::size_t{2000});
    fixture.advance(30s);
    QVERIFY(!fixture.connectIsHeld());
    fixture.client->acknowledge({kAccountStream, "1499"});
    QVERIFY(!fixture.connectIsHeld());
    fixture.client->acknowledge({kContactStream, "1499"});
    QVERIFY(fixture.connectIsHeld());
    fixture.client->acknowledge({kContactStream, "4499"});
    QCOMPARE(fixture.streamed("/meta/connect").size(), std::size_t{6});
}

void StreamTest::refusedChannel_isSaid_andTheOthersFlow() {
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
    QCOMPARE(askedFor(fixture, kAccounts), QByteArray("1"));
}

void StreamTest::allChannelsRefused_isSaid_andTriedAgain() {
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

void StreamTest::refusedHandshake_isSaid_data() {
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

void StreamTest::refusedHandshake_isSaid() {
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

void StreamTest::signIn_thatFails_isSaidAndTriedAgain() {
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

void StreamTest::userInfo_decidesWhoWeAre_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("ours");
    QTest::addColumn<bool>("waits");
    QTest::newRow("it tells") << 200 << QByteArray(R"({"organization_id":"00D1","user_id":"005000000000009AAA"})")
                              << true << false;
    QTest::newRow("it is not allowed to") << 403 << QByteArray("insufficient scope") << false << false;
    QTest::newRow("it is not there") << 404 << QByteArray("") << false << false;
    QTest::newRow("it is down for a moment") << 503 << QByteArray("<html>") << true << true;
}

void StreamTest::userInfo_decidesWhoWeAre() {
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(bool, ours);
    QFETCH(bool, waits);
    ClientFixture fixture;
    fixture.next("/userinfo", answer(status, body.toStdString()));
    fixture.start({{kContactStream, "1"}, {kAccountStream, "1"}});
    QCOMPARE(fixture.told.phase() == ConnectorPhase::Disconnected, waits);
    fixture.advance(1s);
    QVERIFY(fixture.told.phase() == ConnectorPhase::Connected);
    fixture.deliver(
        {eventMessage(kContacts, "20",
                      R"("entityName":"Contact","recordIds":["003000000000001AAA"],"changeType":"UPDATE",)"
                      R"("changeOrigin":"com/salesforce/api/rest/66.0","transactionKey":"t","sequenceNumber":1,)"
                      R"("commitTimestamp":1795536005000,"commitUser":"005000000000009AAA")",
                      R"("Phone":"1")")});
    QCOMPARE(fixture.told.changes().size(), std::size_t{1});
    QCOMPARE(fixture.told.changes()[0].writer.kind == core::WriterKind::Us, ours);
}

void StreamTest::stop_endsEverything() {
    ClientFixture fixture;
    fixture.start();
    fixture.client->request(
        connectors::ReadRequest{connectors::RequestId(1), "Contact", {"003000000000001AAA"}, {"Phone"}, {}});
    fixture.client->stop();
    QVERIFY(fixture.told.phase() == ConnectorPhase::Stopped);
    QVERIFY(fixture.http.open().empty());
    QCOMPARE(fixture.timers.pending(), std::size_t{0});
    fixture.advance(10min);
    QVERIFY(fixture.told.reads.empty());
    fixture.client->request(
        connectors::ReadRequest{connectors::RequestId(2), "Contact", {"003000000000001AAA"}, {"Phone"}, {}});
    QVERIFY(fixture.http.open().empty());
}

QTEST_APPLESS_MAIN(StreamTest)
#include "stream_test.moc"
