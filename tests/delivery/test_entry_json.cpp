#include "engine/delivery/entry_json.h"
#include "engine/delivery/event_stream.h"
#include "engine/delivery/well_formed.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;

namespace {

constexpr Side kSf = Side::Salesforce;
constexpr Side kHs = Side::HubSpot;
const base::WallTime kNoon = base::WallTime(std::chrono::milliseconds(1795536000000));

Version versionOf(int seq, Side side, const char* salesforce, const char* hubspot) {
    Version version;
    version.id = {Seq(seq), side};
    version.value = {{salesforce, salesforce}, {hubspot, hubspot}};
    version.time = {kNoon, kNoon + std::chrono::milliseconds(999), false, false};
    version.writer = {WriterKind::Person, "005A"};
    return version;
}

Entry entryOf(EntryBody body) {
    Entry entry;
    entry.seq = Seq(7);
    entry.entity = EntityId(3);
    entry.side = kHs;
    entry.sourceTime = kNoon;
    entry.captureTime = kNoon + std::chrono::milliseconds(12);
    entry.cause = Seq(6);
    entry.body = std::move(body);
    return entry;
}

FieldDecision decisionOf() {
    FieldDecision decision;
    decision.field = "phone";
    decision.outcome = Outcome::Lost;
    decision.reason = Reason::PhotoFinish;
    decision.version = versionOf(5, kHs, "2", "2");
    decision.standing = versionOf(4, kSf, "1", "+1");
    decision.margin = std::chrono::milliseconds(150);
    decision.tolerance = std::chrono::milliseconds(500);
    decision.tieBreak = TieBreak::Salesforce;
    decision.change.present[kHs] = decision.version;
    return decision;
}

/// One body of each kind, with something in every field.
std::vector<EntryBody> bodies() {
    ChangeCaptured captured;
    captured.record = {kSf, "contact", "003A"};
    captured.change.action = Action::Update;
    captured.change.time = {kBeginningOfTime, kNoon, true, true};
    captured.change.fields = {{"phone", {{"1", "1"}, {}}, SourceTime{kNoon, kNoon, false, false}, Writer{}}};
    captured.unmapped = {"Rating"};
    captured.transaction = "tx";
    captured.raw = "{\"a\":\n1}";
    const Candidate candidate{versionOf(5, kHs, "2", "2"), kHs, true};
    RuleSet rules;
    rules.fields["contact"]["phone"] = {{kSf, OnRefused::Keep}, {}, TieBreak::HubSpot};
    return {captured,
            FieldsDecided{{decisionOf()}},
            ConflictOpened{"phone", ConflictType::RefusedChange, {candidate}},
            ConflictUpdated{Seq(4), "phone", {candidate}},
            ConflictResolved{Seq(4),
                             "phone",
                             versionOf(7, kSf, "1", "1"),
                             {{versionOf(5, kHs, "1", "2"), kHs}},
                             true,
                             "ada",
                             "so be it"},
            WriteSent{kHs, "501", 2, {{"phone", versionOf(4, kSf, "1", "+1")}}},
            WriteSucceeded{Seq(5), kHs, "501", kNoon},
            WriteFailed{Seq(5), kHs, FailureClass::Permanent, "CODE", "words", {"phone"}},
            RecordLinked{{"003A", "501"}, LinkOrigin::Created, EntityId(9)},
            BaselineRead{{{"phone", {versionOf(7, kSf, "1", "1"), versionOf(7, kHs, "2", "2")}}}},
            PolicyChanged{rules, "hash", "ada"},
            GapDetected{kHs, "reset", {{kHs, "contact", "501"}}, true},
            ConnectorStateChanged{kHs, ConnectorPhase::Disconnected, "503"},
            RecordDeleted{{kHs, "contact", "501"}, true}};
}

QJsonObject parsed(const std::string& json) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
}

}  // namespace

class TestEntryJson : public QObject {
    Q_OBJECT

private slots:
    void decision_asWritten();
    void write_asWritten();
    void everyKind_isOneLineOfJson_data();
    void everyKind_isOneLineOfJson();
    void everyField_changesTheText();
    void whatIsNotThere_isLeftOut();
    void unknownBeginning_isNull();
    void blank_isNull();
    void raw_staysAsItCame();
    void badBytes_data();
    void badBytes();
    void cloudEvent_asWritten();
    void cloudEvent_ofTheWorkspace_hasNoSubject();
};

void TestEntryJson::decision_asWritten() {
    QCOMPARE(QByteArray::fromStdString(delivery::entryJson(entryOf(FieldsDecided{{decisionOf()}}))),
             QByteArray(R"({"seq":7,"kind":"FieldsDecided","entity":3,"side":"hubspot",)"
                        R"("sourceTime":"2026-11-24T16:00:00.000Z","captureTime":"2026-11-24T16:00:00.012Z",)"
                        R"("cause":6,"body":{"fields":[{"field":"phone","outcome":"lost","reason":"photoFinish",)"
                        R"("version":{"seq":5,"side":"hubspot","value":{"salesforce":"2","hubspot":"2"},)"
                        R"("key":{"salesforce":"2","hubspot":"2"},"time":{"from":"2026-11-24T16:00:00.000Z",)"
                        R"("last":"2026-11-24T16:00:00.999Z"},"writer":{"kind":"person","id":"005A"}},)"
                        R"("standing":{"seq":4,"side":"salesforce","value":{"salesforce":"1","hubspot":"+1"},)"
                        R"("key":{"salesforce":"1","hubspot":"+1"},"time":{"from":"2026-11-24T16:00:00.000Z",)"
                        R"("last":"2026-11-24T16:00:00.999Z"},"writer":{"kind":"person","id":"005A"}},)"
                        R"("marginMs":150,"toleranceMs":500,"tieBreak":"salesforce",)"
                        R"("change":{"present":{"hubspot":{"seq":5,"side":"hubspot","value":{"salesforce":"2",)"
                        R"("hubspot":"2"},"key":{"salesforce":"2","hubspot":"2"},)"
                        R"("time":{"from":"2026-11-24T16:00:00.000Z","last":"2026-11-24T16:00:00.999Z"},)"
                        R"("writer":{"kind":"person","id":"005A"}}}}}]}})"));
}

void TestEntryJson::write_asWritten() {
    QCOMPARE(QByteArray::fromStdString(
                 delivery::bodyJson(WriteFailed{Seq(5), kHs, FailureClass::Permanent, "CODE", "words", {"phone"}})),
             QByteArray(R"({"write":5,"side":"hubspot","failure":"permanent","code":"CODE","message":"words",)"
                        R"("fields":["phone"]})"));
}

void TestEntryJson::everyKind_isOneLineOfJson_data() {
    QTest::addColumn<int>("index");
    const std::vector<EntryBody> all = bodies();
    QCOMPARE(all.size(), std::variant_size_v<EntryBody>);
    for (int i = 0; i < static_cast<int>(all.size()); ++i)
        QTest::newRow(std::string(name(entryOf(all.at(static_cast<std::size_t>(i))).kind())).c_str()) << i;
}

void TestEntryJson::everyKind_isOneLineOfJson() {
    QFETCH(int, index);
    const Entry entry = entryOf(bodies().at(static_cast<std::size_t>(index)));
    const std::string json = delivery::entryJson(entry);
    QVERIFY(json.find('\n') == std::string::npos);
    QCOMPARE(json, delivery::entryJson(entry));
    const QJsonObject object = parsed(json);
    QCOMPARE(object.value(QLatin1String("kind")).toString().toStdString(), std::string(name(entry.kind())));
    QVERIFY(!object.value(QLatin1String("body")).toObject().isEmpty());
    QCOMPARE(parsed(delivery::bodyJson(entry.body)), object.value(QLatin1String("body")).toObject());
}

void TestEntryJson::everyField_changesTheText() {
    // What is left out when it is empty must be there when it is not.
    const std::vector<std::string> texts{"\"unmapped\":[\"Rating\"]",
                                         "\"transaction\":\"tx\"",
                                         "\"clocksDisagree\":true",
                                         "\"fromFuture\":true",
                                         "\"overwritten\":true",
                                         "\"byItself\":true",
                                         "\"who\":\"ada\"",
                                         "\"note\":\"so be it\"",
                                         "\"record\":\"501\"",
                                         "\"created\":\"501\"",
                                         "\"absorbed\":9",
                                         "\"allNamed\":true",
                                         "\"undeleted\":true",
                                         "\"source\":\"hash\"",
                                         "\"owner\":\"salesforce\"",
                                         "\"onRefused\":\"keep\"",
                                         "\"toleranceMs\":500",
                                         "\"attempt\":2",
                                         "\"covered\":[{\"seq\":5,\"side\":\"hubspot\"}]",
                                         "\"origin\":\"created\"",
                                         "\"phase\":\"disconnected\"",
                                         "\"message\":\"503\"",
                                         "\"reason\":\"reset\""};
    std::string all;
    for (const EntryBody& body : bodies())
        all += delivery::bodyJson(body);
    for (const std::string& text : texts)
        QVERIFY2(all.find(text) != std::string::npos, text.c_str());
}

void TestEntryJson::whatIsNotThere_isLeftOut() {
    Entry entry;
    entry.seq = Seq(1);
    entry.captureTime = kNoon;
    entry.body = BaselineRead{};
    QCOMPARE(QByteArray::fromStdString(delivery::entryJson(entry)),
             QByteArray(R"({"seq":1,"kind":"BaselineRead","captureTime":"2026-11-24T16:00:00.000Z",)"
                        R"("body":{"fields":[]}})"));
}

void TestEntryJson::unknownBeginning_isNull() {
    Version version = versionOf(1, kSf, "1", "1");
    version.time.from = kBeginningOfTime;
    const QJsonObject body =
        parsed(delivery::bodyJson(ConflictOpened{"f", ConflictType::FirstComparison, {{version, kSf, false}}}));
    QVERIFY(QJsonDocument(body).toJson(QJsonDocument::Compact).contains("\"from\":null"));
}

void TestEntryJson::blank_isNull() {
    Version version = versionOf(1, kSf, "1", "1");
    version.value = {};
    const std::string json = delivery::bodyJson(WriteSent{kHs, "501", 1, {{"phone", version}}});
    QVERIFY(json.find(R"("value":{"salesforce":null,"hubspot":null},"time")") != std::string::npos);
}

void TestEntryJson::raw_staysAsItCame() {
    const QJsonObject body = parsed(delivery::bodyJson(bodies().front()));
    QCOMPARE(body.value(QLatin1String("raw")).toString(), QStringLiteral("{\"a\":\n1}"));
}

void TestEntryJson::badBytes_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("plain") << QByteArray("Ada") << QByteArray("Ada");
    QTest::newRow("two, three and four bytes") << QByteArray("é€😀") << QByteArray("é€😀");
    QTest::newRow("a byte of Latin-1") << QByteArray("caf\xE9!") << QByteArray("caf\xEF\xBF\xBD!");
    QTest::newRow("a character that breaks off") << QByteArray("a\xE2\x82") << QByteArray("a\xEF\xBF\xBD\xEF\xBF\xBD");
    QTest::newRow("longer than needed") << QByteArray("\xC0\xAF") << QByteArray("\xEF\xBF\xBD\xEF\xBF\xBD");
    QTest::newRow("half of a surrogate pair")
        << QByteArray("\xED\xA0\x80") << QByteArray("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    QTest::newRow("above the last code point")
        << QByteArray("\xF4\x90\x80\x80") << QByteArray("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    QTest::newRow("a continuation alone") << QByteArray("\x80x") << QByteArray("\xEF\xBF\xBDx");
}

void TestEntryJson::badBytes() {
    QFETCH(QByteArray, bytes);
    QTEST(QByteArray::fromStdString(delivery::wellFormedUtf8(bytes.toStdString())), "text");
    const std::string json =
        delivery::bodyJson(ConnectorStateChanged{kHs, ConnectorPhase::Disconnected, bytes.toStdString()});
    QVERIFY(!parsed(json).isEmpty());
}

void TestEntryJson::cloudEvent_asWritten() {
    const Entry entry = entryOf(WriteSucceeded{Seq(5), kHs, {}, kNoon});
    QCOMPARE(QByteArray::fromStdString(delivery::cloudEvent(entry, "8c1f", "Acme & Co")),
             QByteArray(R"({"specversion":"1.0","id":"8c1f/7","source":"/syncline/workspaces/Acme%20%26%20Co",)"
                        R"("type":"com.syncline.journal.WriteSucceeded.v1","subject":"3",)"
                        R"("time":"2026-11-24T16:00:00.012Z","datacontenttype":"application/json",)"
                        R"("sequence":"00000000000000000007","side":"hubspot","cause":"00000000000000000006",)"
                        R"("sourcetime":"2026-11-24T16:00:00.000Z","data":{"write":5,"side":"hubspot",)"
                        R"("answeredAt":"2026-11-24T16:00:00.000Z"}})"));
}

void TestEntryJson::cloudEvent_ofTheWorkspace_hasNoSubject() {
    Entry entry;
    entry.seq = Seq(1);
    entry.captureTime = kNoon;
    entry.body = PolicyChanged{};
    const QJsonObject event = parsed(delivery::cloudEvent(entry, "8c1f", "w"));
    QVERIFY(!event.contains(QLatin1String("subject")));
    QVERIFY(!event.contains(QLatin1String("side")));
    QVERIFY(!event.contains(QLatin1String("cause")));
    QVERIFY(event.value(QLatin1String("data")).toObject().contains(QLatin1String("rules")));
}

QTEST_APPLESS_MAIN(TestEntryJson)
#include "test_entry_json.moc"
