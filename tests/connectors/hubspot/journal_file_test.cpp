#include "engine/connectors/hubspot/journal_file.h"

#include "tests/connectors/hubspot/client_bench.h"

#include <QTest>

using namespace syncline;
using namespace syncline::connectors::hubspot;
using namespace std::chrono_literals;
using connectors::SideField;
using connectors::SourceChange;
using core::Action;
using test::ClientBench;

namespace {

const base::WallTime kReceived{std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + 10h};
const ObjectCatalog kObjects(test::mappedObjects());
const WriterMarks kMarks("19083857");

base::Result<JournalFile> read(const std::string& text, const std::string& offset = "x",
                               base::WallTime receivedAt = kReceived) {
    return readJournalFile(text, {kObjects, kMarks, "4471123", receivedAt, offset});
}

/// The only change of a file that holds this event.
SourceChange only(const std::string& event) {
    const auto file = read(ClientBench::fileOf("x", event));
    if (!file || file->changes.size() != 1)
        return {};
    return file->changes.front();
}

std::string eventWith(const std::string& members) {
    return R"({"type":"crmObject","portalId":4471123,"occurredAt":"2026-11-23T09:59:55.900Z",)" + members + "}";
}

/// `occurredAt`: the member with its comma, or nothing.
std::string eventAt(const std::string& occurredAt, const std::string& rest) {
    return R"({"type":"crmObject","portalId":4471123,)" + occurredAt + R"("objectTypeId":"0-1","objectId":501,)" + rest
           + "}";
}

const std::string kPhoneSet = R"("action":"UPDATE","propertyChanges":{"phone":"1"})";

}  // namespace

class JournalFileTest : public QObject {
    Q_OBJECT

private slots:
    void events_becomeChanges();
    void values_areCanonical();
    void ids_asNumberOrText_areTheSame();
    void merge_namesWhatWentIntoIt();
    void time_isAPoint_cappedAtReceipt();
    void changeSource_namesTheWriter();
    void identity_isOfTheChange_notOfTheDelivery_data();
    void identity_isOfTheChange_notOfTheDelivery();
    void whatIsNoneOfOurs_isLeftOut_data();
    void whatIsNoneOfOurs_isLeftOut();
    void eventWithoutRecord_isCounted();
    void eventWithoutUsableTime_isTold_data();
    void eventWithoutUsableTime_isTold();
    void actionWithoutTime_isTold();
    void changesWithoutTime_areToldApartByTheirPlace();
    void cutAnywhere_isRefused();
    void whatIsNoFile_isRefused_data();
    void whatIsNoFile_isRefused();
};

void JournalFileTest::events_becomeChanges() {
    const std::string create = eventWith(
        R"("action":"CREATE","objectTypeId":"0-1","objectId":171596044870,"propertyChanges":{"email":"ada@example.com","firstname":"Ada"})");
    const std::string remove =
        eventWith(R"("action":"DELETE","objectTypeId":"0-2","objectId":29022297485,"propertyChanges":{})");
    const std::string restore =
        eventWith(R"("action":"RESTORE","objectTypeId":"0-2","objectId":29022297485,"propertyChanges":{})");
    const std::string erase =
        R"({"type":"crmObject","portalId":4471123,"occurredAt":"2026-11-23T09:59:55.900Z","action":"GDPR_DELETE","objectTypeId":"0-1","objectId":7})";
    const auto file = read(ClientBench::fileOf("x", create + ",\n " + remove + "," + restore + "," + erase));
    QVERIFY(file);
    QCOMPARE(file->changes.size(), std::size_t(4));
    const SourceChange& first = file->changes[0];
    QCOMPARE(first.object, "contacts");
    QCOMPARE(first.id, "171596044870");
    QVERIFY(first.action == Action::Create);
    const std::vector<SideField> fields{{"email", "ada@example.com"}, {"firstname", "Ada"}};
    QVERIFY(first.fields == fields);
    QVERIFY(!first.writerKnown);
    QCOMPARE(first.raw, create);
    QCOMPARE(file->changes[1].object, "companies");
    QVERIFY(file->changes[1].action == Action::Delete);
    QVERIFY(file->changes[2].action == Action::Undelete);
    QVERIFY(file->changes[3].action == Action::Delete);
    QCOMPARE(file->unreadable, std::size_t(0));
}

void JournalFileTest::values_areCanonical() {
    const SourceChange change = only(eventWith(
        R"("action":"UPDATE","objectTypeId":"0-1","objectId":1,"propertyChanges":{"phone":null,"firstname":"","interests":"b;a","last_meeting":"2026-11-23T08:00:00Z","score":12.50,"email":"\u00e4da@example.com"})"));
    const std::vector<SideField> fields{{"phone", std::nullopt}, {"firstname", std::nullopt},
                                        {"interests", "a;b"},    {"last_meeting", "2026-11-23T08:00:00.000Z"},
                                        {"score", "12.50"},      {"email", "\u00e4da@example.com"}};
    QVERIFY(change.fields == fields);
}

void JournalFileTest::ids_asNumberOrText_areTheSame() {
    const SourceChange number = only(eventWith(
        R"("action":"UPDATE","objectTypeId":"0-1","objectId":9007199254740993,"propertyChanges":{"phone":"1"})"));
    const SourceChange text = only(eventWith(
        R"("action":"UPDATE","objectTypeId":"0-1","objectId":"9007199254740993","propertyChanges":{"phone":"1"})"));
    QCOMPARE(number.id, "9007199254740993");
    QCOMPARE(text.id, number.id);
    QVERIFY(text.identity == number.identity);
}

void JournalFileTest::merge_namesWhatWentIntoIt() {
    const SourceChange change = only(eventWith(
        R"("action":"MERGE","objectTypeId":"0-1","objectId":3,"mergedObjectIds":[1,"2"],"propertyChanges":{})"));
    QVERIFY(change.action == Action::Merge);
    QCOMPARE(change.id, "3");
    const std::vector<std::string> merged{"1", "2"};
    QVERIFY(change.mergedFrom == merged);
}

void JournalFileTest::time_isAPoint_cappedAtReceipt() {
    const SourceChange before = only(test::updateEvent("phone", "\"1\"", "2026-11-23T09:59:55.900Z"));
    QVERIFY(before.time.from == kReceived - 4100ms);
    QVERIFY(before.time.last == before.time.from);
    QVERIFY(!before.time.fromFuture);
    const SourceChange future = only(test::updateEvent("phone", "\"1\"", "2026-11-23T10:00:03.000Z"));
    QVERIFY(future.time.from == kReceived && future.time.last == kReceived);
    QVERIFY(future.time.fromFuture);
}

void JournalFileTest::changeSource_namesTheWriter() {
    const SourceChange ours = only(eventWith(
        R"("action":"UPDATE","changeSource":"INTEGRATION","sourceId":"19083857","objectTypeId":"0-1","objectId":1,"propertyChanges":{"phone":"1"})"));
    QVERIFY(ours.writerKnown);
    QVERIFY(ours.writer.kind == core::WriterKind::Us);
    const SourceChange person = only(eventWith(
        R"("action":"UPDATE","changeSource":"CRM_UI","sourceId":"userId:90021","objectTypeId":"0-1","objectId":1,"propertyChanges":{"phone":"1"})"));
    QVERIFY(person.writerKnown);
    QVERIFY(person.writer.kind == core::WriterKind::Person);
    QCOMPARE(person.writer.id, "90021");
}

void JournalFileTest::identity_isOfTheChange_notOfTheDelivery_data() {
    QTest::addColumn<QByteArray>("other");
    QTest::addColumn<bool>("same");
    const auto row = [](const char* name, const char* members, bool same) {
        QTest::newRow(name) << QByteArray(members) << same;
    };
    row("the same",
        R"("action":"UPDATE","objectTypeId":"0-1","objectId":1,"propertyChanges":{"phone":"1","firstname":null})",
        true);
    row("properties in another order",
        R"("objectId":1,"propertyChanges":{"firstname":null,"phone":"1"},"objectTypeId":"0-1","action":"UPDATE")",
        true);
    row("null and empty",
        R"("action":"UPDATE","objectTypeId":"0-1","objectId":1,"propertyChanges":{"phone":"1","firstname":""})", true);
    row("an unknown member more",
        R"("action":"UPDATE","objectTypeId":"0-1","objectId":1,"hint":{"a":[1]},"propertyChanges":{"phone":"1","firstname":null})",
        true);
    row("another value",
        R"("action":"UPDATE","objectTypeId":"0-1","objectId":1,"propertyChanges":{"phone":"2","firstname":null})",
        false);
    row("another record",
        R"("action":"UPDATE","objectTypeId":"0-1","objectId":2,"propertyChanges":{"phone":"1","firstname":null})",
        false);
    row("another object",
        R"("action":"UPDATE","objectTypeId":"0-2","objectId":1,"propertyChanges":{"phone":"1","firstname":null})",
        false);
    row("another action",
        R"("action":"CREATE","objectTypeId":"0-1","objectId":1,"propertyChanges":{"phone":"1","firstname":null})",
        false);
    row("one property less", R"("action":"UPDATE","objectTypeId":"0-1","objectId":1,"propertyChanges":{"phone":"1"})",
        false);
}

void JournalFileTest::identity_isOfTheChange_notOfTheDelivery() {
    QFETCH(QByteArray, other);
    QFETCH(bool, same);
    const SourceChange first = only(eventWith(
        R"("action":"UPDATE","objectTypeId":"0-1","objectId":1,"propertyChanges":{"phone":"1","firstname":null})"));
    const SourceChange second = only(eventWith(other.toStdString()));
    QVERIFY(!second.id.empty());
    QCOMPARE(first.identity == second.identity, same);
}

void JournalFileTest::whatIsNoneOfOurs_isLeftOut_data() {
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char* name, const std::string& text) {
        QTest::newRow(name) << QByteArray::fromStdString(text);
    };
    row("an object that is not mapped",
        eventWith(R"("action":"UPDATE","objectTypeId":"0-3","objectId":1,"propertyChanges":{"amount":"1"})"));
    row("a snapshot",
        eventWith(R"("action":"SNAPSHOT","objectTypeId":"0-1","objectId":1,"propertyChanges":{"email":"a"})"));
    row("an action of later", eventWith(R"("action":"TELEPORT","objectTypeId":"0-1","objectId":1)"));
    row("another account",
        R"({"type":"crmObject","portalId":5,"occurredAt":"2026-11-23T09:59:55.900Z","action":"UPDATE","objectTypeId":"0-1","objectId":1,"propertyChanges":{"phone":"1"}})");
    row("an association",
        R"({"type":"association","portalId":4471123,"occurredAt":"2026-11-23T09:59:57.100Z","action":"ASSOCIATION_ADDED","fromObjectTypeId":"0-1","fromObjectId":1,"toObjectTypeId":"0-2","toObjectId":2})");
    row("an app event",
        R"({"type":"app_lifecycle_event","portalId":4471123,"occurredAt":"2026-11-23T09:59:57.500Z","action":"APP_UNINSTALL","eventTypeId":"4-1916193","properties":{"hs_app_id":"1"}})");
}

void JournalFileTest::whatIsNoneOfOurs_isLeftOut() {
    QFETCH(QByteArray, text);
    const auto file = read(ClientBench::fileOf("x", text.toStdString() + "," + test::updateEvent("phone", "\"1\"")));
    QVERIFY(file);
    QCOMPARE(file->changes.size(), std::size_t(1));
    QCOMPARE(file->changes[0].id, "501");
    QCOMPARE(file->unreadable, std::size_t(0));
}

void JournalFileTest::eventWithoutRecord_isCounted() {
    const std::string noRecord = eventWith(R"("action":"UPDATE","objectTypeId":"0-1","propertyChanges":{"phone":"1"})");
    const std::string nothing = R"({"type":"crmObject","portalId":4471123,"action":"UPDATE","objectTypeId":"0-1"})";
    const auto file = read(ClientBench::fileOf("x", noRecord + "," + nothing));
    QVERIFY(file);
    QCOMPARE(file->changes.size(), std::size_t(0));
    QCOMPARE(file->unreadable, std::size_t(2));
}

void JournalFileTest::eventWithoutUsableTime_isTold_data() {
    QTest::addColumn<QByteArray>("occurredAt");
    QTest::newRow("missing") << QByteArray();
    QTest::newRow("null") << QByteArray(R"("occurredAt":null,)");
    QTest::newRow("empty") << QByteArray(R"("occurredAt":"",)");
    QTest::newRow("no time at all") << QByteArray(R"("occurredAt":"yesterday",)");
    QTest::newRow("an object") << QByteArray(R"("occurredAt":{"at":1},)");
    QTest::newRow("zero") << QByteArray(R"("occurredAt":0,)");
    QTest::newRow("zero as a date") << QByteArray(R"("occurredAt":"1970-01-01T00:00:00.000Z",)");
    QTest::newRow("beyond all years") << QByteArray(R"("occurredAt":99999999999999999,)");
}

void JournalFileTest::eventWithoutUsableTime_isTold() {
    QFETCH(QByteArray, occurredAt);
    const auto file = read(ClientBench::fileOf("x", eventAt(occurredAt.toStdString(), kPhoneSet)));
    QVERIFY(file);
    QCOMPARE(file->unreadable, std::size_t(0));
    QCOMPARE(file->changes.size(), std::size_t(1));
    const SourceChange& change = file->changes.front();
    QCOMPARE(change.id, "501");
    QVERIFY(change.fields == (std::vector<SideField>{{"phone", "1"}}));
    QVERIFY(!core::hasMoment(change.time));
    QVERIFY(change.time == (core::SourceTime{core::kBeginningOfTime, kReceived, false, false}));
}

void JournalFileTest::actionWithoutTime_isTold() {
    const auto file =
        read(ClientBench::fileOf("x", eventAt("", R"("action":"CREATE","propertyChanges":{"phone":"1"})") + ","
                                          + eventAt("", R"("action":"MERGE","mergedObjectIds":[1])") + ","
                                          + eventAt("", R"("action":"DELETE","propertyChanges":{})")));
    QVERIFY(file);
    QCOMPARE(file->changes.size(), std::size_t(3));
    QVERIFY(file->changes[0].action == Action::Create);
    QVERIFY(file->changes[1].action == Action::Merge);
    QVERIFY(file->changes[1].mergedFrom == std::vector<std::string>{"1"});
    QVERIFY(file->changes[2].action == Action::Delete);
    for (const SourceChange& change : file->changes)
        QVERIFY(!core::hasMoment(change.time));
}

/// The same value may be set twice, and a file may be fetched twice.
void JournalFileTest::changesWithoutTime_areToldApartByTheirPlace() {
    // What is none of ours has its place as well: which kinds are mapped may change until the file is fetched again.
    const std::string others =
        eventWith(R"("action":"UPDATE","objectTypeId":"0-3","objectId":1,"propertyChanges":{"amount":"1"})");
    const std::string events = eventAt("", kPhoneSet) + "," + others + "," + eventAt("", kPhoneSet);
    const auto first = read(ClientBench::fileOf("x", events));
    const auto again = read(ClientBench::fileOf("x", events), "x", kReceived + 1min);
    const auto next = read(ClientBench::fileOf("y", events), "y");
    QVERIFY(first && again && next);
    QCOMPARE(first->changes.size(), std::size_t(2));
    QCOMPARE(again->changes.size(), std::size_t(2));
    QCOMPARE(next->changes.size(), std::size_t(2));
    QVERIFY(first->changes[0].identity != first->changes[1].identity);
    for (std::size_t i = 0; i < 2; ++i) {
        QVERIFY(again->changes[i].identity == first->changes[i].identity);
        QVERIFY(next->changes[i].identity != first->changes[0].identity);
        QVERIFY(next->changes[i].identity != first->changes[1].identity);
    }
    // A time names a change wherever it is told.
    const std::string timed = test::updateEvent("phone", "\"1\"");
    const auto here = read(ClientBench::fileOf("x", timed));
    const auto there = read(ClientBench::fileOf("y", others + "," + timed), "y");
    QVERIFY(here && there);
    QVERIFY(here->changes.at(0).identity == there->changes.at(0).identity);
}

void JournalFileTest::cutAnywhere_isRefused() {
    const std::string whole =
        ClientBench::fileOf("x", test::updateEvent("phone", "\"1\"") + "," + test::updateEvent("score", "2"));
    QVERIFY(read(whole));
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const auto file = read(whole.substr(0, length));
        QVERIFY2(!file, std::to_string(length).c_str());
        QVERIFY(file.error().code == base::ErrorCode::ProtocolViolation);
    }
}

void JournalFileTest::whatIsNoFile_isRefused_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("a page") << QByteArray("<html></html>");
    QTest::newRow("a list") << QByteArray("[]");
    QTest::newRow("no events") << QByteArray(R"({"offset":"x"})");
    QTest::newRow("events that are none") << QByteArray(R"({"journalEvents":[1,2]})");
    QTest::newRow("events of another kind") << QByteArray(R"({"journalEvents":{}})");
    QTest::newRow("bytes that are no text") << QByteArray("{\"journalEvents\":[{\"action\":\"\xff\xfe\"}]}");
}

void JournalFileTest::whatIsNoFile_isRefused() {
    QFETCH(QByteArray, text);
    const auto file = read(text.toStdString());
    QVERIFY(!file);
    QVERIFY(file.error().code == base::ErrorCode::ProtocolViolation);
}

QTEST_GUILESS_MAIN(JournalFileTest)
#include "journal_file_test.moc"
