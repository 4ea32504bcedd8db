#include "tests/connectors/hubspot/client_bench.h"

#include <QTest>

using namespace syncline;
using namespace std::chrono_literals;
using connectors::HttpRequest;
using core::ConnectorPhase;
using test::answer;
using test::ClientBench;
using test::noAnswer;
using test::updateEvent;

namespace {

std::string ids(const std::vector<connectors::SourceChange>& changes) {
    std::string text;
    for (const connectors::SourceChange& change : changes)
        text += (text.empty() ? "" : " ") + change.fields.front().text.value_or("blank");
    return text;
}

bool hasHeader(const HttpRequest& request, std::string_view name) {
    return std::any_of(request.headers.begin(), request.headers.end(),
                       [&](const auto& header) { return header.first == name; });
}

mapping::Connection polledEveryMinute() {
    mapping::Connection connection = ClientBench::usualConnection();
    connection.pollInterval = 1min;
    return connection;
}

}  // namespace

class JournalStreamTest : public QObject {
    Q_OBJECT

private slots:
    void withoutPosition_beginsBehindTheLatest();
    void emptyJournal_isReadFromItsBeginning();
    void globalJournal_isReadWhereThereIsNoLocalOne();
    void files_areReadOneAfterTheOther_thenPolled();
    void links_getNoToken_andNeedHttps();
    void storedPosition_goesOn_andIsCompared();
    void lostPosition_data();
    void lostPosition();
    void positionOfNobody_isSaid();
    void quietJournal_tellsItsPlaceAgain();
    void placeDroppedWhileNothingCame_isNoLoss();
    void expiredLink_isAskedForAgain();
    void linkRefusedForEver_isSaid();
    void unacknowledgedFiles_holdUpReading();
    void merge_isCompleted_data();
    void merge_isCompleted();
    void merge_waitsForTheLookUp_data();
    void merge_waitsForTheLookUp();
    void unreadableEvents_areMissed();
    void cutFile_isFetchedAgain();
    void sameEventTwice_hasOneIdentity();
    void eventsWithoutTime_areNamedByTheirFile();
    void stop_endsEverything();
};

void JournalStreamTest::withoutPosition_beginsBehindTheLatest() {
    ClientBench bench;
    bench.journalEntry("latest", "a1");
    bench.http.once("GET", "offset/a1/next", answer(204));
    bench.start();
    QCOMPARE(bench.listener.all.size(), std::size_t(1));
    QVERIFY(bench.listener.all[0].changes.empty());
    QVERIFY(bench.listener.position()->text.starts_with("local a1 "));
    QVERIFY(bench.listener.phases() == (std::vector{ConnectorPhase::Connecting, ConnectorPhase::Connected}));
    QCOMPARE(bench.http.count("GET", "storage.test"), std::size_t(0));
    QVERIFY(bench.listener.gaps.empty());
}

void JournalStreamTest::emptyJournal_isReadFromItsBeginning() {
    ClientBench bench;
    bench.http.once("GET", "latest", answer(204));
    bench.http.once("GET", "earliest", answer(204));
    bench.start();
    QVERIFY(bench.listener.position()->text.starts_with("local - "));
    bench.journalEntry("earliest", "a1");
    bench.file("a1", updateEvent("phone", "\"1\""));
    bench.http.once("GET", "offset/a1/next", answer(204));
    bench.advance(1s);
    QCOMPARE(ids(bench.listener.changes()), "1");
}

void JournalStreamTest::globalJournal_isReadWhereThereIsNoLocalOne() {
    ClientBench bench;
    bench.http.once("GET", "/journal-local/2026-09/latest", answer(404, "<html>no such page</html>"));
    bench.http.once("GET", "/webhooks-journal/journal/2026-09/latest", answer(200, ClientBench::entry("a1")));
    bench.http.once("GET", "/webhooks-journal/journal/2026-09/offset/a1/next", answer(204));
    bench.start();
    QVERIFY(bench.listener.position()->text.starts_with("global a1 "));
    QVERIFY(bench.listener.states.back().phase == ConnectorPhase::Connected);
}

void JournalStreamTest::files_areReadOneAfterTheOther_thenPolled() {
    ClientBench bench;
    bench.journalEntry("latest", "a1");
    bench.journalEntry("offset/a1/next", "a2");
    bench.file("a2", updateEvent("phone", "\"1\"") + "," + updateEvent("phone", "\"2\""));
    bench.journalEntry("offset/a2/next", "a3");
    bench.file("a3", updateEvent("phone", "\"3\""));
    bench.http.always("GET", "offset/a3/next", [](const auto&) { return answer(204); });
    bench.start();
    QCOMPARE(ids(bench.listener.changes()), "1 2 3");
    QVERIFY(bench.listener.position()->text.starts_with("local a3 "));
    QCOMPARE(bench.http.count("GET", "offset/a3/next"), std::size_t(1));
    bench.advance(999ms);
    QCOMPARE(bench.http.count("GET", "offset/a3/next"), std::size_t(1));
    bench.advance(1ms);
    QCOMPARE(bench.http.count("GET", "offset/a3/next"), std::size_t(2));
    const HttpRequest& asked = bench.http.sent().back();
    QVERIFY(asked.url.ends_with("?installPortalId=4471123"));
    QVERIFY(hasHeader(asked, "Authorization"));
}

void JournalStreamTest::links_getNoToken_andNeedHttps() {
    ClientBench bench;
    bench.journalEntry("latest", "a1");
    bench.journalEntry("offset/a1/next", "a2");
    bench.file("a2", updateEvent("phone", "\"1\""));
    bench.http.once("GET", "offset/a2/next",
                    answer(200, R"({"url":"http://storage.test/plain.json","currentOffset":"a3"})"));
    bench.start();
    const auto& sent = bench.http.sent();
    const auto file = std::find_if(sent.begin(), sent.end(), [](const HttpRequest& request) {
        return request.url.find("storage.test") != std::string::npos;
    });
    QVERIFY(file != sent.end());
    QVERIFY(!hasHeader(*file, "Authorization"));
    QCOMPARE(bench.http.count("GET", "plain.json"), std::size_t(0));
    bench.http.always("GET", "offset/a2/next", [](const auto&) {
        return answer(200, R"({"url":"http://storage.test/plain.json","currentOffset":"a3"})");
    });
    bench.advance(5s);
    QVERIFY(bench.listener.states.back().phase == ConnectorPhase::Disconnected);
    QVERIFY(bench.listener.states.back().why->detail.find("not https") != std::string::npos);
}

void JournalStreamTest::storedPosition_goesOn_andIsCompared() {
    ClientBench bench;
    bench.journalEntry("offset/a1/next", "a2");
    bench.journalEntry("earliest", "a0");
    bench.file("a2", updateEvent("phone", "\"1\""));
    bench.journalEntry("offset/a2/next", "a3");
    bench.file("a3", updateEvent("phone", "\"2\""));
    bench.http.once("GET", "offset/a3/next", answer(204));
    bench.start({bench.position("a1", 10min)});
    QCOMPARE(ids(bench.listener.changes()), "1 2");
    QVERIFY(bench.listener.gaps.empty());
    QCOMPARE(bench.http.count("GET", "earliest"), std::size_t(1));  // known good, it is not asked again
    QCOMPARE(bench.http.count("GET", "latest"), std::size_t(0));
}

void JournalStreamTest::lostPosition_data() {
    QTest::addColumn<int>("status");  // of what follows the stored place; 200: a jump to the earliest file
    QTest::addColumn<int>("ageMinutes");
    QTest::addColumn<bool>("missed");
    QTest::newRow("404") << 404 << 10 << true;
    QTest::newRow("410") << 410 << 10 << true;
    QTest::newRow("400") << 400 << 10 << true;
    QTest::newRow("a jump to the earliest file") << 200 << 10 << true;
    QTest::newRow("404 after five days") << 404 << 5 * 24 * 60 << true;
    QTest::newRow("nothing there at all") << 204 << 10 << true;
}

void JournalStreamTest::lostPosition() {
    QFETCH(int, status);
    QFETCH(int, ageMinutes);
    QFETCH(bool, missed);
    ClientBench bench;
    bench.http.once("GET", "offset/a1/next", answer(status, status == 200 ? ClientBench::entry("c1") : ""));
    bench.http.always("GET", "earliest", [status](const auto&) {
        return status == 204 ? answer(204) : answer(200, ClientBench::entry("c1"));
    });
    bench.file("c1", updateEvent("phone", "\"1\""));
    bench.http.once("GET", "offset/c1/next", answer(204));
    bench.start({bench.position("a1", std::chrono::minutes(ageMinutes))});
    QCOMPARE(bench.listener.gaps.size(), std::size_t(missed ? 1 : 0));
    QVERIFY(bench.listener.gaps[0].records.empty());
    QVERIFY(bench.listener.gaps[0].position->text.starts_with("local - "));
    QCOMPARE(ids(bench.listener.changes()), status == 204 ? "" : "1");
    QVERIFY(bench.listener.states.back().phase == ConnectorPhase::Connected);
}

void JournalStreamTest::positionOfNobody_isSaid() {
    ClientBench bench;
    bench.journalEntry("latest", "a1");
    bench.http.once("GET", "offset/a1/next", answer(204));
    bench.start({{"hubspot journal", "???"}});
    QCOMPARE(bench.listener.gaps.size(), std::size_t(1));
    QVERIFY(bench.listener.position()->text.starts_with("local a1 "));
}

void JournalStreamTest::quietJournal_tellsItsPlaceAgain() {
    ClientBench bench(polledEveryMinute());
    bench.journalEntry("latest", "a1");
    bench.http.always("GET", "offset/a1/next", [](const auto&) { return answer(204); });
    bench.start();
    const std::string first = bench.listener.position()->text;
    QCOMPARE(bench.listener.all.size(), std::size_t(1));
    bench.advance(5h);
    QCOMPARE(bench.listener.all.size(), std::size_t(1));
    bench.advance(2h);
    QCOMPARE(bench.listener.all.size(), std::size_t(2));
    QVERIFY(bench.listener.position()->text.starts_with("local a1 "));
    QVERIFY(bench.listener.position()->text != first);
}

void JournalStreamTest::placeDroppedWhileNothingCame_isNoLoss() {
    ClientBench bench(polledEveryMinute());
    bench.journalEntry("latest", "a1");
    bool dropped = false;
    bench.http.always("GET", "offset/a1/next", [&](const auto&) { return answer(dropped ? 404 : 204); });
    bench.start();
    bench.advance(72h);
    dropped = true;
    bench.journalEntry("earliest", "b1");
    bench.file("b1", updateEvent("phone", "\"1\""));
    bench.http.once("GET", "offset/b1/next", answer(204));
    bench.advance(1min);
    QCOMPARE(ids(bench.listener.changes()), "1");
    QVERIFY(bench.listener.gaps.empty());
}

void JournalStreamTest::expiredLink_isAskedForAgain() {
    ClientBench bench;
    bench.journalEntry("latest", "a1");
    bench.journalEntry("offset/a1/next", "a2");
    bench.http.once("GET", "storage.test/files/a2", answer(403, "<Error><Code>AccessDenied</Code></Error>"));
    bench.journalEntry("offset/a1/next", "a2");
    bench.file("a2", updateEvent("phone", "\"1\""));
    bench.http.once("GET", "offset/a2/next", answer(204));
    bench.start();
    QCOMPARE(ids(bench.listener.changes()), "1");
    QVERIFY(bench.listener.states.back().phase == ConnectorPhase::Connected);
    QCOMPARE(bench.listener.states.size(), std::size_t(2));
}

void JournalStreamTest::linkRefusedForEver_isSaid() {
    ClientBench bench;
    bench.journalEntry("latest", "a1");
    bench.http.always("GET", "offset/a1/next", [](const auto&) { return answer(200, ClientBench::entry("a2")); });
    bench.http.always("GET", "storage.test/files/a2", [](const auto&) { return answer(403, "<Error/>"); });
    bench.start();
    QCOMPARE(bench.http.count("GET", "storage.test/files/a2"), std::size_t(4));
    bench.advance(2s);
    QVERIFY(bench.listener.states.back().phase == ConnectorPhase::Disconnected);
    QVERIFY(bench.listener.states.back().why->hint.find("clock") != std::string::npos);
}

void JournalStreamTest::unacknowledgedFiles_holdUpReading() {
    ClientBench bench;
    bench.listener.acknowledges = nullptr;
    bench.journalEntry("latest", "a0");
    for (const char* step : {"a0a1", "a1a2", "a2a3"}) {
        const std::string from(step, 2);
        const std::string to(step + 2, 2);
        bench.journalEntry("offset/" + from + "/next", to);
        bench.file(to, updateEvent("phone", "\"" + to + "\""));
    }
    bench.http.once("GET", "offset/a3/next", answer(204));
    bench.journalEntry("earliest", "a0");  // after an hour without an answer it is looked at again
    bench.start();
    QCOMPARE(ids(bench.listener.changes()), "a1 a2");
    bench.advance(1h);
    QCOMPARE(ids(bench.listener.changes()), "a1 a2");
    bench.client->acknowledge(bench.listener.all[1].position);
    bench.run();
    QCOMPARE(ids(bench.listener.changes()), "a1 a2 a3");
}

void JournalStreamTest::merge_isCompleted_data() {
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QByteArray>("record");  // what the named record is now; empty: nothing is asked
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QByteArray>("merged");
    QTest::newRow("complete") << QByteArray(R"("objectId":9,"mergedObjectIds":[1,2])") << QByteArray()
                              << QByteArray("9") << QByteArray("1 2");
    QTest::newRow("names the old primary record")
        << QByteArray(R"("objectId":1,"mergedObjectIds":[1,2])")
        << QByteArray(R"({"id":"9","properties":{"hs_merged_object_ids":"1;2"}})") << QByteArray("9")
        << QByteArray("1 2");
    QTest::newRow("names no others") << QByteArray(R"("objectId":9)")
                                     << QByteArray(R"({"id":"9","properties":{"hs_merged_object_ids":"1;2"}})")
                                     << QByteArray("9") << QByteArray("1 2");
    QTest::newRow("names the old primary record and no others")
        << QByteArray(R"("objectId":1)") << QByteArray(R"({"id":"9","properties":{"hs_merged_object_ids":"1;2"}})")
        << QByteArray("9") << QByteArray("1 2");
}

void JournalStreamTest::merge_isCompleted() {
    QFETCH(QByteArray, members);
    QFETCH(QByteArray, record);
    QFETCH(QByteArray, id);
    QFETCH(QByteArray, merged);
    ClientBench bench;
    bench.journalEntry("latest", "a1");
    bench.journalEntry("offset/a1/next", "a2");
    bench.file("a2", R"({"type":"crmObject","portalId":4471123,"occurredAt":"2026-11-23T09:59:56Z","action":"MERGE",)"
                     R"("objectTypeId":"0-1","propertyChanges":{},)"
                         + members.toStdString() + "}");
    bench.http.once("GET", "offset/a2/next", answer(204));
    if (!record.isEmpty())
        bench.http.once("POST", "/crm/objects/2026-09/contacts/batch/read",
                        answer(200, R"({"results":[)" + record.toStdString() + "]}"));
    bench.start();
    QCOMPARE(bench.listener.changes().size(), std::size_t(1));
    const connectors::SourceChange change = bench.listener.changes()[0];
    QVERIFY(change.action == core::Action::Merge);
    QCOMPARE(change.id, id.toStdString());
    std::string list;
    for (const std::string& one : change.mergedFrom)
        list += (list.empty() ? "" : " ") + one;
    QCOMPARE(list, merged.toStdString());
    QCOMPARE(bench.http.count("POST", "batch/read"), std::size_t(record.isEmpty() ? 0 : 1));
}

void JournalStreamTest::merge_waitsForTheLookUp_data() {
    QTest::addColumn<int>("status");
    QTest::newRow("HubSpot is away") << 503;
    QTest::newRow("the account's tokens are refused") << 401;
}

void JournalStreamTest::merge_waitsForTheLookUp() {
    QFETCH(int, status);
    ClientBench bench;
    bench.journalEntry("latest", "a1");
    bench.http.always("GET", "offset/a1/next", [](const auto&) { return answer(200, ClientBench::entry("a2")); });
    bench.http.always("GET", "storage.test/files/a2", [](const auto&) {
        return answer(200, ClientBench::fileOf("a2", R"({"type":"crmObject","portalId":4471123,)"
                                                     R"("occurredAt":"2026-11-23T09:59:56Z","action":"MERGE",)"
                                                     R"("objectTypeId":"0-1","objectId":9})"));
    });
    bench.http.once("GET", "offset/a2/next", answer(204));
    for (int tries = status == 401 ? 2 : 1; tries > 0; --tries)
        bench.http.once("POST", "batch/read", answer(status));
    bench.start();
    QVERIFY(bench.listener.changes().empty());
    if (status == 401) {
        // It is not of the journal's sign-in.
        const base::Error why = bench.listener.states.back().why.value_or(base::Error{});
        QCOMPARE(why.code, base::ErrorCode::Unauthenticated);
        QVERIFY(why.hint.find("SYNCLINE_HUBSPOT_REFRESH_TOKEN") != std::string::npos);
        QVERIFY(why.hint.find("journal") == std::string::npos);
    }
    bench.http.once("POST", "batch/read",
                    answer(200, R"({"results":[{"id":"9","properties":{"hs_merged_object_ids":"1;2"}}]})"));
    bench.advance(bench.timers.untilNext().value_or(0ms));
    QCOMPARE(bench.listener.changes().size(), std::size_t(1));
    QCOMPARE(bench.listener.changes()[0].mergedFrom.size(), std::size_t(2));
}

void JournalStreamTest::unreadableEvents_areMissed() {
    ClientBench bench;
    bench.journalEntry("latest", "a1");
    bench.journalEntry("offset/a1/next", "a2");
    bench.file("a2", R"({"type":"crmObject","portalId":4471123,"action":"UPDATE","objectTypeId":"0-1"},)"
                         + updateEvent("phone", "\"1\""));
    bench.http.once("GET", "offset/a2/next", answer(204));
    bench.start();
    QCOMPARE(ids(bench.listener.changes()), "1");
    QCOMPARE(bench.listener.gaps.size(), std::size_t(1));
    QVERIFY(!bench.listener.gaps[0].position);
    QCOMPARE(bench.listener.gaps[0].reason, std::string("1 event without a record in the journal's file a2"));
}

void JournalStreamTest::cutFile_isFetchedAgain() {
    ClientBench bench;
    bench.journalEntry("latest", "a1");
    bench.http.always("GET", "offset/a1/next", [](const auto&) { return answer(200, ClientBench::entry("a2")); });
    const std::string whole = ClientBench::fileOf("a2", updateEvent("phone", "\"1\""));
    bench.http.once("GET", "storage.test/files/a2", noAnswer(base::ErrorCode::Unavailable, true));
    bench.start();
    bench.http.once("GET", "storage.test/files/a2", answer(200, whole.substr(0, whole.size() / 2)));
    bench.http.once("GET", "storage.test/files/a2", answer(200, whole));
    bench.http.once("GET", "offset/a2/next", answer(204));
    bench.advance(3s);
    QCOMPARE(ids(bench.listener.changes()), "1");
}

void JournalStreamTest::sameEventTwice_hasOneIdentity() {
    ClientBench bench;
    bench.journalEntry("latest", "a1");
    bench.journalEntry("offset/a1/next", "a2");
    bench.file("a2", updateEvent("phone", "\"1\"") + "," + updateEvent("phone", "\"1\""));
    bench.journalEntry("offset/a2/next", "a3");
    bench.file("a3", updateEvent("phone", "\"1\""));
    bench.http.once("GET", "offset/a3/next", answer(204));
    bench.start();
    const auto changes = bench.listener.changes();
    QCOMPARE(changes.size(), std::size_t(3));
    QVERIFY(changes[0].identity == changes[1].identity && changes[1].identity == changes[2].identity);
}

void JournalStreamTest::eventsWithoutTime_areNamedByTheirFile() {
    const std::string untimed = updateEvent("phone", "\"1\"", "");
    std::vector<connectors::SourceChange> told;
    // The second time as after a crash: nothing of it was durable.
    for (int round = 0; round < 2; ++round) {
        ClientBench bench;
        bench.journalEntry("latest", "a1");
        bench.journalEntry("offset/a1/next", "a2");
        bench.file("a2", untimed);
        bench.journalEntry("offset/a2/next", "a3");
        bench.file("a3", untimed);
        bench.http.once("GET", "offset/a3/next", answer(204));
        bench.start();
        QVERIFY(bench.listener.gaps.empty());
        for (const connectors::SourceChange& change : bench.listener.changes())
            told.push_back(change);
    }
    QCOMPARE(told.size(), std::size_t(4));
    QVERIFY(told[0].identity != told[1].identity);
    QVERIFY(told[2].identity == told[0].identity);
    QVERIFY(told[3].identity == told[1].identity);
}

void JournalStreamTest::stop_endsEverything() {
    ClientBench bench;
    bench.journalEntry("latest", "a1");
    bench.journalEntry("offset/a1/next", "a2");
    bench.start();  // the file is under way
    QCOMPARE(bench.http.open().size(), std::size_t(1));
    bench.client->stop();
    QVERIFY(bench.http.open().empty());
    QCOMPARE(bench.timers.pending(), std::size_t(0));
    QVERIFY(bench.listener.states.back().phase == ConnectorPhase::Stopped);
    const std::size_t told = bench.listener.states.size();
    bench.advance(1h);
    QCOMPARE(bench.listener.states.size(), told);
}

QTEST_GUILESS_MAIN(JournalStreamTest)
#include "journal_stream_test.moc"
