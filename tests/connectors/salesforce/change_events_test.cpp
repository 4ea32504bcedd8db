#include "engine/base/time_format.h"
#include "engine/connectors/salesforce/bayeux.h"
#include "engine/connectors/salesforce/change_translator.h"
#include "tests/connectors/salesforce/client_fixture.h"

#include <QTest>

using namespace syncline;
using namespace syncline::connectors;
using namespace syncline::connectors::salesforce;

namespace {

const OrgIdentity kUs{"00D000000000001EAA", "005000000000009AAA", "Syncline"};

base::WallTime at(const char* text) {
    return *base::parseIso8601(text);
}

std::string header(const std::string& rest) {
    return R"("ChangeEventHeader":{"entityName":"Contact","recordIds":["003000000000001AAA"],"changeType":"UPDATE",)"
           R"("transactionKey":"tx","sequenceNumber":1,"commitTimestamp":1795536005000,"commitUser":"005000000000001AAA")"
           + rest + "}";
}

std::string data(const std::string& fields, const std::string& headerRest = {}) {
    return R"({"schema":"s","payload":{)" + header(headerRest) + fields + R"(},"event":{"replayId":17}})";
}

ChangeEvent parsed(const std::string& text) {
    const auto event = parseChangeEvent(text, sobjectsOf(test::mappedObjects()));
    return event ? *event : ChangeEvent{};
}

/// "Phone=1|Email=" with "" for blank and the fields that came as a difference behind "~".
QByteArray shown(const ChangeEvent& event) {
    QByteArrayList parts;
    for (const SideField& field : event.fields)
        parts.append(QByteArray::fromStdString(field.name + "=" + field.text.value_or("<blank>")));
    for (const std::string& name : event.differences)
        parts.append("~" + QByteArray::fromStdString(name));
    return parts.join('|');
}

QByteArray shown(const core::SourceTime& time) {
    return QByteArray::fromStdString(base::formatIso8601(time.from).substr(11) + " "
                                     + base::formatIso8601(time.last).substr(11))
           + (time.clocksDisagree ? " clocksDisagree" : "") + (time.fromFuture ? " fromFuture" : "");
}

QByteArray shown(const core::Writer& writer) {
    const std::string_view kinds[] = {"unknown", "person", "integration", "automation", "us", "operator"};
    return QByteArray::fromStdString(std::string(kinds[static_cast<std::size_t>(writer.kind)]) + " " + writer.id);
}

}  // namespace

class ChangeEventsTest : public QObject {
    Q_OBJECT

private slots:
    void fields_haveCanonicalTexts_data();
    void fields_haveCanonicalTexts();
    void header_isReadWhereverItStands();
    void replayId_keepsAllDigits();
    void malformed_isSaid_data();
    void malformed_isSaid();
    void mergedEvent_isOneChangeForEachRecord();
    void identity_isTheChanges_data();
    void identity_isTheChanges();
    void writer_isWhomTheOriginNames_data();
    void writer_isWhomTheOriginNames();
    void time_isAsFineAsItsStamp_data();
    void time_isAsFineAsItsStamp();
    void gap_isMissed_data();
    void gap_isMissed();
    void action_isTheEvents_data();
    void action_isTheEvents();
    void answer_cutAnywhere_isRefused();
    void answer_isReadInAnyOrder();
};

void ChangeEventsTest::fields_haveCanonicalTexts_data() {
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("headerRest");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray none;
    QTest::newRow("text is trimmed") << QByteArray(R"("Phone":"  +43 1 ")") << none << QByteArray("Phone=+43 1");
    QTest::newRow("null clears") << QByteArray(R"("Phone":null)") << none << QByteArray("Phone=<blank>");
    QTest::newRow("white space is blank") << QByteArray(R"("Phone":"  ")") << none << QByteArray("Phone=<blank>");
    QTest::newRow("escapes are undone") << QByteArray(R"("Phone":"a\n\u00e9\"")") << none
                                        << QByteArray("Phone=a\n\xc3\xa9\"");
    QTest::newRow("number as written") << QByteArray(R"("Score__c":12500.50)") << none
                                       << QByteArray("Score__c=12500.50");
    QTest::newRow("number without exponent")
        << QByteArray(R"("Score__c":1.25E4)") << none << QByteArray("Score__c=12500");
    QTest::newRow("small number without exponent")
        << QByteArray(R"("Score__c":-2.5e-3)") << none << QByteArray("Score__c=-0.0025");
    QTest::newRow("number larger than a double")
        << QByteArray(R"("Score__c":123456789012345678.25)") << none << QByteArray("Score__c=123456789012345678.25");
    QTest::newRow("boolean") << QByteArray(R"("DoNotCall":true)") << none << QByteArray("DoNotCall=true");
    QTest::newRow("date") << QByteArray(R"("Birthdate":"1990-02-28")") << none << QByteArray("Birthdate=1990-02-28");
    QTest::newRow("instant") << QByteArray(R"("Last_Meeting__c":"2026-11-24T16:00:00.000Z")") << none
                             << QByteArray("Last_Meeting__c=2026-11-24T16:00:00.000Z");
    QTest::newRow("instant without milliseconds") << QByteArray(R"("Last_Meeting__c":"2026-11-24T16:00:00Z")") << none
                                                  << QByteArray("Last_Meeting__c=2026-11-24T16:00:00.000Z");
    QTest::newRow("system instant without milliseconds")
        << QByteArray(R"("LastModifiedDate":"2026-11-24T16:00:00Z")") << none
        << QByteArray("LastModifiedDate=2026-11-24T16:00:00.000Z");
    QTest::newRow("a text that looks like an instant stays")
        << QByteArray(R"("Phone":"2026-11-24T16:00:00Z")") << none << QByteArray("Phone=2026-11-24T16:00:00Z");
    QTest::newRow("choices are sorted") << QByteArray(R"("Interests__c":"product;events; pricing")") << none
                                        << QByteArray("Interests__c=events;pricing;product");
    QTest::newRow("compound name") << QByteArray(R"("Name":{"FirstName":"Mia","LastName":null})") << none
                                   << QByteArray("FirstName=Mia|LastName=<blank>");
    QTest::newRow("compound address") << QByteArray(R"("MailingAddress":{"City":"Graz","PostalCode":"8010"})") << none
                                      << QByteArray("MailingCity=Graz|MailingPostalCode=8010");
    QTest::newRow("custom address") << QByteArray(R"("Home__c":{"City":"Graz"})") << none
                                    << QByteArray("Home__City__s=Graz");
    QTest::newRow("whole compound, changed component named")
        << QByteArray(R"("MailingAddress":{"City":"Graz","Street":"Ring 1"})")
        << QByteArray(R"(,"changedFields":["MailingAddress.City","LastModifiedDate"])")
        << QByteArray("MailingCity=Graz");
    QTest::newRow("whole compound, only the compound named")
        << QByteArray(R"("MailingAddress":{"City":"Graz","Street":"Ring 1"})")
        << QByteArray(R"(,"changedFields":["MailingAddress"])") << QByteArray("MailingCity=Graz|MailingStreet=Ring 1");
    QTest::newRow("whole compound, changedFields empty")
        << QByteArray(R"("MailingAddress":{"City":"Graz","Street":"Ring 1"})") << QByteArray(R"(,"changedFields":[])")
        << QByteArray("MailingCity=Graz|MailingStreet=Ring 1");
    QTest::newRow("a compound that was cleared")
        << QByteArray(R"("MailingAddress":null)") << none << QByteArray("MailingStreet=<blank>|MailingCity=<blank>");
    QTest::newRow("a difference is only named") << QByteArray(R"("Phone":"1","Description":{"diff":"--- \n+++ ab\n"})")
                                                << none << QByteArray("Phone=1|~Description");
    QTest::newRow("unknown keys and kinds")
        << QByteArray(R"("New__c":[1,{"a":2}],"Other__c":{"x":{"y":1}},"Phone":"1")")
        << QByteArray(R"(,"isTransactionEnd":true,"more":{"a":[]})") << QByteArray("Phone=1");
}

void ChangeEventsTest::fields_haveCanonicalTexts() {
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, headerRest);
    QFETCH(QByteArray, expected);
    QCOMPARE(shown(parsed(data("," + fields.toStdString(), headerRest.toStdString()))), expected);
}

void ChangeEventsTest::header_isReadWhereverItStands() {
    const std::string text =
        R"({"event":{"replayId":17},"payload":{"Phone":"1",)" + header("") + R"(,"Email":"a@b.example"}})";
    const ChangeEvent event = parsed(text);
    QCOMPARE(shown(event), QByteArray("Phone=1|Email=a@b.example"));
    QCOMPARE(event.header.entityName, std::string("Contact"));
    QCOMPARE(event.header.sequenceNumber, std::string("1"));
    QCOMPARE(event.header.commitTimestamp, std::optional(at("2026-11-24T16:00:05Z")));
    QCOMPARE(event.replayId, std::string("17"));
    QCOMPARE(event.raw, text);
}

void ChangeEventsTest::replayId_keepsAllDigits() {
    const std::string text = R"({"payload":{)" + header("") + R"(},"event":{"replayId":9007199254740993123}})";
    QCOMPARE(parsed(text).replayId, std::string("9007199254740993123"));
}

void ChangeEventsTest::malformed_isSaid_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("no payload") << QByteArray(R"({"event":{"replayId":1}})");
    QTest::newRow("no header") << QByteArray(R"({"payload":{"Phone":"1"},"event":{"replayId":1}})");
    QTest::newRow("no records") << QByteArray(
        R"({"payload":{"ChangeEventHeader":{"entityName":"Contact","recordIds":[],"changeType":"UPDATE"}}})");
    QTest::newRow("broken off") << QByteArray(R"({"payload":{"ChangeEventHeader":{"entityName":"Contact")");
    QTest::newRow("no object") << QByteArray(R"([1])");
    QTest::newRow("empty") << QByteArray("");
}

void ChangeEventsTest::malformed_isSaid() {
    QFETCH(QByteArray, text);
    const auto event = parseChangeEvent(text.toStdString(), {});
    QVERIFY(!event);
    QCOMPARE(event.error().code, base::ErrorCode::ProtocolViolation);
}

void ChangeEventsTest::mergedEvent_isOneChangeForEachRecord() {
    ChangeEvent event = parsed(data(R"(,"Phone":"1")"));
    event.header.recordIds = {"003000000000001AAA", "003000000000002AAA", "003000000000003AAA"};
    const Translated translated = translate(event, kUs, std::chrono::seconds(1), at("2026-11-24T16:00:10Z"));
    QCOMPARE(translated.changes.size(), std::size_t{3});
    QVERIFY(!translated.missed);
    for (std::size_t i = 0; i < 3; ++i) {
        QCOMPARE(translated.changes[i].id, event.header.recordIds[i]);
        QCOMPARE(translated.changes[i].fields, event.fields);
        QCOMPARE(translated.changes[i].raw, event.raw);
        QCOMPARE(translated.changes[i].transaction, std::string("tx"));
        QVERIFY(translated.changes[i].writerKnown);
    }
    QVERIFY(translated.changes[0].identity != translated.changes[1].identity);
    QVERIFY(translated.changes[1].identity != translated.changes[2].identity);
}

void ChangeEventsTest::identity_isTheChanges_data() {
    QTest::addColumn<QByteArray>("org");
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QByteArray>("headerRest");
    QTest::addColumn<bool>("same");
    const QByteArray org = "00D000000000001EAA";
    const QByteArray id = "003000000000001AAA";
    QTest::newRow("another delivery") << org << id << QByteArray(R"(,"commitNumber":5)") << true;
    QTest::newRow("another org") << QByteArray("00D000000000002EAA") << id << QByteArray() << false;
    QTest::newRow("another record") << org << QByteArray("003000000000002AAA") << QByteArray() << false;
    QTest::newRow("another transaction") << org << id << QByteArray(R"(,"transactionKey":"ty")") << false;
    QTest::newRow("another step of it") << org << id << QByteArray(R"(,"sequenceNumber":2)") << false;
    QTest::newRow("another object") << org << id << QByteArray(R"(,"entityName":"Account")") << false;
}

void ChangeEventsTest::identity_isTheChanges() {
    QFETCH(QByteArray, org);
    QFETCH(QByteArray, id);
    QFETCH(QByteArray, headerRest);
    QFETCH(bool, same);
    const core::Identity first = identityOf(kUs.org, parsed(data("")).header, "003000000000001AAA");
    const core::Identity second =
        identityOf(org.toStdString(), parsed(data("", headerRest.toStdString())).header, id.toStdString());
    QCOMPARE(first == second, same);
}

void ChangeEventsTest::writer_isWhomTheOriginNames_data() {
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray ours = "005000000000009AAA";
    const QByteArray other = "005000000000001AAA";
    const auto row = [](const char* name, const char* origin, const QByteArray& user, const QByteArray& expected) {
        QTest::newRow(name) << QByteArray(origin) << user << expected;
    };
    row("our client", "com/salesforce/api/rest/66.0;client=Syncline", ours, "us Syncline");
    row("our client by another user", "com/salesforce/api/rest/66.0;client=Syncline", other, "us Syncline");
    row("our client of another version", "com/salesforce/api/rest/59.0;client=Syncline", ours, "us Syncline");
    row("a client whose name begins as ours", "com/salesforce/api/rest/66.0;client=Syncline2", ours,
        "integration Syncline2");
    row("a client in other letters", "com/salesforce/api/rest/66.0;client=syncline", ours, "integration syncline");
    row("our user without a client", "com/salesforce/api/rest/66.0", ours, "us " + ours);
    row("our user without an origin", "", ours, "us " + ours);
    row("our user in the window", "com/salesforce/api/soap/66.0;client=SfdcInternalAPI/", ours, "person " + ours);
    row("a person in the window", "com/salesforce/api/soap/60.0;client=SfdcInternalAPI/", other, "person " + other);
    row("a person without an API", "", other, "person " + other);
    row("another program", "com/salesforce/api/bulkapi/66.0;client=Loader", other, "integration Loader");
    row("another program without a name", "com/salesforce/api/bulkapi/66.0", other, "integration " + other);
    row("what is no API", "com/salesforce/other", ours, "person " + ours);
}

void ChangeEventsTest::writer_isWhomTheOriginNames() {
    QFETCH(QByteArray, origin);
    QFETCH(QByteArray, user);
    QFETCH(QByteArray, expected);
    ChangeEventHeader header;
    header.changeOrigin = origin.toStdString();
    header.commitUser = user.toStdString();
    QCOMPARE(shown(writerOf(header, kUs)), expected);
}

void ChangeEventsTest::time_isAsFineAsItsStamp_data() {
    QTest::addColumn<QByteArray>("stamp");
    QTest::addColumn<int>("resolution");
    QTest::addColumn<QByteArray>("received");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, const char* stamp, int resolution, const char* received,
                        const char* expected) {
        QTest::newRow(name) << QByteArray(stamp) << resolution << QByteArray(received) << QByteArray(expected);
    };
    row("whole second", "16:00:05.000", 1000, "16:00:10.000", "16:00:05.000Z 16:00:05.999Z");
    row("not a whole second", "16:00:05.250", 1000, "16:00:10.000", "16:00:05.250Z 16:00:05.250Z");
    row("a clock in milliseconds", "16:00:05.000", 1, "16:00:10.000", "16:00:05.000Z 16:00:05.000Z");
    row("received within the second: whole", "16:00:05.000", 1000, "16:00:05.300", "16:00:05.000Z 16:00:05.999Z");
    row("received just before: the clocks differ", "16:00:05.000", 1000, "16:00:04.999",
        "16:00:05.000Z 16:00:05.999Z clocksDisagree");
    row("received a minute before", "16:01:05.000", 1000, "16:00:05.000", "16:01:05.000Z 16:01:05.999Z clocksDisagree");
    row("from the future", "16:01:05.001", 1000, "16:00:05.000", "16:00:05.000Z 16:00:05.000Z fromFuture");
}

void ChangeEventsTest::time_isAsFineAsItsStamp() {
    QFETCH(QByteArray, stamp);
    QFETCH(int, resolution);
    QFETCH(QByteArray, received);
    QFETCH(QByteArray, expected);
    const auto on = [](const QByteArray& time) { return at(QByteArray("2026-11-24T" + time + "Z").constData()); };
    QCOMPARE(shown(sourceTime(on(stamp), std::chrono::milliseconds(resolution), on(received))), expected);
}

void ChangeEventsTest::gap_isMissed_data() {
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<int>("records");
    QTest::newRow("a record") << QByteArray("GAP_UPDATE") << QByteArray("003000000000001AAA") << 1;
    QTest::newRow("a deleted record") << QByteArray("GAP_DELETE") << QByteArray("003000000000001AAA") << 1;
    QTest::newRow("overflow") << QByteArray("GAP_OVERFLOW") << QByteArray("000000000000000AAA") << 0;
    QTest::newRow("wildcard") << QByteArray("UPDATE") << QByteArray("003*") << 0;
    QTest::newRow("a kind that is not known") << QByteArray("SNAPSHOT") << QByteArray("003000000000001AAA") << 1;
}

void ChangeEventsTest::gap_isMissed() {
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, id);
    QFETCH(int, records);
    ChangeEvent event = parsed(data(""));
    event.header.changeType = type.toStdString();
    event.header.recordIds = {id.toStdString()};
    const Translated translated = translate(event, kUs, std::chrono::seconds(1), at("2026-11-24T16:00:10Z"));
    QVERIFY(translated.changes.empty());
    QVERIFY(translated.missed);
    QVERIFY(!translated.missed->reason.empty());
    QCOMPARE(translated.missed->records.size(), static_cast<std::size_t>(records));
    if (records == 1)
        QCOMPARE(translated.missed->records[0], (core::RecordKey{core::Side::Salesforce, "Contact", id.toStdString()}));
}

void ChangeEventsTest::action_isTheEvents_data() {
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<int>("action");
    QTest::newRow("create") << QByteArray("CREATE") << static_cast<int>(core::Action::Create);
    QTest::newRow("update") << QByteArray("UPDATE") << static_cast<int>(core::Action::Update);
    QTest::newRow("delete") << QByteArray("DELETE") << static_cast<int>(core::Action::Delete);
    QTest::newRow("undelete") << QByteArray("UNDELETE") << static_cast<int>(core::Action::Undelete);
}

void ChangeEventsTest::action_isTheEvents() {
    QFETCH(QByteArray, type);
    QFETCH(int, action);
    ChangeEvent event = parsed(data(""));
    event.header.changeType = type.toStdString();
    const Translated translated = translate(event, kUs, std::chrono::seconds(1), at("2026-11-24T16:00:10Z"));
    QCOMPARE(static_cast<int>(translated.changes.at(0).action), action);
}

void ChangeEventsTest::answer_cutAnywhere_isRefused() {
    const std::string whole = "[" + test::contactUpdate("20", R"("Phone":"1","Name":{"LastName":"Stone"})")
                              + R"(,{"channel":"/meta/connect","successful":true,"advice":{"interval":0}}])";
    QVERIFY(parseBayeux(whole));
    for (std::size_t length = 0; length < whole.size(); ++length)
        QVERIFY2(!parseBayeux(whole.substr(0, length)), qPrintable(QString::number(length)));
}

void ChangeEventsTest::answer_isReadInAnyOrder() {
    const auto answer = parseBayeux(
        R"([{"advice":{"timeout":5,"interval":6,"reconnect":"retry","more":[1]},"successful":true,"channel":"/meta/connect","id":"4"},)"
        R"({"data":{"payload":{"a":[{}]},"event":{"replayId":1}},"new":null,"channel":"/data/ContactChangeEvent"},)"
        R"({"ext":{"sfdc":{"failureReason":"503::busy","x":1},"y":{}},"error":"401::no","successful":false,"channel":"/meta/handshake"}])");
    QVERIFY(answer);
    QCOMPARE(answer->messages.size(), std::size_t{1});
    QCOMPARE(answer->messages[0].data, std::string(R"({"payload":{"a":[{}]},"event":{"replayId":1}})"));
    const MetaReply* connect = answer->find("/meta/connect");
    QVERIFY(connect != nullptr && connect->successful);
    QCOMPARE(connect->advice.reconnect, std::string("retry"));
    QCOMPARE(connect->advice.interval, std::optional(std::chrono::milliseconds(6)));
    QCOMPARE(connect->advice.timeout, std::optional(std::chrono::milliseconds(5)));
    const MetaReply* handshake = answer->find("/meta/handshake");
    QVERIFY(handshake != nullptr && !handshake->successful);
    QCOMPARE(handshake->failureReason, std::string("503::busy"));
    QVERIFY(parseBayeux(R"({"channel":"/meta/connect","successful":true})"));
    QVERIFY(!parseBayeux("17"));
}

QTEST_APPLESS_MAIN(ChangeEventsTest)
#include "change_events_test.moc"
