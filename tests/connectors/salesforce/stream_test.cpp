#include "tests/connectors/salesforce/client_fixture.h"

#include <QTest>
#include <algorithm>

using namespace syncline;
using namespace syncline::test;
using namespace std::chrono_literals;
using core::ConnectorPhase;

namespace {

QByteArray bytes(const std::string& text) {
    return QByteArray::fromStdString(text);
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
    void newSession_goesOnBehindTheLastEvent();
    void refusedReplayId_isMissedAndBegunAnew();
    void gap_isToldInItsPlace();
    void unreadableEvent_isMissed();
    void unacknowledgedChanges_holdTheNextConnect();
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
    QCOMPARE(askedFor(fixture, kContacts), std::string("-1"));
    QCOMPARE(askedFor(fixture, kAccounts), std::string("-1"));
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
    fixture.answerConnect(failedConnect("403::Unknown client"));
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
    QCOMPARE(bytes(askedFor(fixture, kContacts)), asked);
    QCOMPARE(askedFor(fixture, kAccounts), std::string("5"));
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
    fixture.answerConnect(failedConnect("403::Unknown client"));
    QCOMPARE(askedFor(fixture, kContacts), std::string("-2"));
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

void StreamTest::newSession_goesOnBehindTheLastEvent() {
    ClientFixture fixture;
    fixture.start();
    fixture.deliver({contactUpdate("9007199254740995", R"("Phone":"1")")});
    fixture.answerConnect(failedConnect("403::Unknown client"));
    QCOMPARE(askedFor(fixture, kContacts), std::string("9007199254740995"));
    QCOMPARE(askedFor(fixture, kAccounts), std::string("-2"));
    QCOMPARE(fixture.streamed("/meta/handshake").size(), std::size_t{2});
    QVERIFY(fixture.lastStreamed("/meta/connect").find("client-2") != std::string::npos);
    fixture.deliver({contactUpdate("9007199254740996", R"("Phone":"2")")});
    QCOMPARE(fixture.told.changes().size(), std::size_t{2});
}

void StreamTest::refusedReplayId_isMissedAndBegunAnew() {
    ClientFixture fixture;
    fixture.next(
        R"("/data/ContactChangeEvent":31)",
        answer(200, R"([{"channel":"/meta/subscribe","subscription":"/data/ContactChangeEvent","successful":false,)"
                    R"("error":"400::The replayId {31} you provided was invalid. Please provide a valid ID"}])"));
    fixture.start({{kContactStream, "31"}, {kAccountStream, "8"}});
    QCOMPARE(askedFor(fixture, kContacts), std::string("-1"));
    QCOMPARE(askedFor(fixture, kAccounts), std::string("8"));
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
