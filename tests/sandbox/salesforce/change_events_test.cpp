#include "engine/sandbox/digests.h"
#include "tests/sandbox/salesforce/org_fixture.h"

#include <QTest>

using namespace syncline;
using namespace syncline::sandbox;
using namespace std::chrono_literals;

namespace {

constexpr const char* kAll = "/data/ChangeEvents";

/// A member of an event's payload by JSON pointer.
QByteArray payload(const boost::json::object& event, const char* pointer) {
    boost::system::error_code error;
    return shown(event.at("data").at("payload").find_pointer(pointer, error));
}

QByteArray header(const boost::json::object& event, const char* name) {
    return payload(event, (std::string("/ChangeEventHeader/") + name).c_str());
}

std::string replayIdOf(const boost::json::object& event) {
    return boost::json::serialize(event.at("data").at("event").at("replayId"));
}

}  // namespace

/// What change events say, and from where, when and how often they are delivered.
class ChangeEventsTest : public QObject {
    Q_OBJECT

private slots:
    void create_hasNonEmptyAndSystemFields();
    void update_hasChangedFieldsOnly();
    void update_namesTheModifierWhenItIsAnother();
    void delete_isHeaderOnly();
    void undelete_bringsTheFieldsBack();
    void account_hasAPlainName();
    void gap_isHeaderOnly();
    void hardDelete_makesNoEvent();
    void mergedEvent_namesAllRecords();
    void transaction_sharesKeyAndCommitNumber();
    void flow_isInTheSameEvent();
    void hiddenField_isNotShown();
    void origin_followsTheWriter();
    void longText_comesAsADiff();
    void schema_isStableByEntity();
    void channels_carryTheirEntities();
    void replay_startsWhereAsked_data();
    void replay_startsWhereAsked();
    void replay_refusesUnknownIds_data();
    void replay_refusesUnknownIds();
    void replay_isOverAfterRetention();
    void events_andTheReplyComeInBothOrders();
    void manyEvents_comeInOneAnswer();
    void publishingDelay_holdsEventsBack();
    void duplicates_areDeliveredAgain();
    void reorder_turnsADeliveryRound();

private:
    /// All events so far on a channel, by a client of its own.
    static std::vector<boost::json::object> everything(OrgFixture& org, const std::string& channel = kAll);
};

std::vector<boost::json::object> ChangeEventsTest::everything(OrgFixture& org, const std::string& channel) {
    StreamingClient client(org);
    client.start(channel, "-2");
    const auto answer = client.connect();
    return eventsOf(*answer);
}

void ChangeEventsTest::create_hasNonEmptyAndSystemFields() {
    OrgFixture org;
    const std::string id = org.person({{"FirstName", "Mia"},
                                       {"LastName", "Stone"},
                                       {"MailingCity", "Graz"},
                                       {"Score__c", "12.5"},
                                       {"Last_Meeting__c", "2026-11-24T10:00:00.000Z"}});
    const boost::json::object event = everything(org).at(0);
    const QByteArray user = QByteArray::fromStdString(org.crm().users().front().id);
    const std::pair<const char*, QByteArray> kHeader[] = {
        {"entityName", "Contact"},
        {"recordIds", QByteArray("[\"") + id.c_str() + "\"]"},
        {"changeType", "CREATE"},
        {"changedFields", "[]"},
        {"changeOrigin", "com/salesforce/api/soap/66.0;client=SfdcInternalAPI/"},
        {"sequenceNumber", "1"},
        {"commitTimestamp", "1795521630000"},
        {"commitUser", user},
        {"nulledFields", "absent"},
        {"diffFields", "absent"},
    };
    for (const auto& [name, expected] : kHeader)
        QCOMPARE(header(event, name), expected);
    QCOMPARE(header(event, "transactionKey").size(), 36);
    const std::pair<const char*, QByteArray> kBody[] = {
        {"/Name", "{\"FirstName\":\"Mia\",\"LastName\":\"Stone\"}"},
        {"/MailingAddress", "{\"City\":\"Graz\"}"},
        {"/Last_Meeting__c", "2026-11-24T10:00:00.000Z"},
        {"/DoNotCall", "false"},
        {"/OwnerId", user},
        {"/CreatedDate", "2026-11-24T12:00:30.000Z"},
        {"/CreatedById", user},
        {"/LastModifiedDate", "2026-11-24T12:00:30.000Z"},
        {"/LastModifiedById", user},
        {"/Phone", "absent"},
        {"/FirstName", "absent"},
        {"/MailingCity", "absent"},
        {"/IsDeleted", "absent"},
        {"/SystemModstamp", "absent"},
    };
    for (const auto& [pointer, expected] : kBody)
        QCOMPARE(payload(event, pointer), expected);
    QCOMPARE(event.at("data").at("payload").at("Score__c").as_double(), 12.5);
}

void ChangeEventsTest::update_hasChangedFieldsOnly() {
    OrgFixture org;
    const std::string id = org.person({{"LastName", "Stone"}, {"Phone", "1"}, {"Title", "x"}, {"MailingCity", "Graz"}});
    org.advance(35s);
    org.edit(id, {{"LastName", "Stone-Berg"}, {"Phone", {}}, {"MailingStreet", "Ring 1"}});
    const boost::json::object event = everything(org).at(1);
    QCOMPARE(header(event, "changeType"), QByteArray("UPDATE"));
    QCOMPARE(header(event, "changedFields"),
             QByteArray("[\"Name.LastName\",\"MailingAddress.Street\",\"Phone\",\"LastModifiedDate\"]"));
    QCOMPARE(payload(event, "/Name"), QByteArray("{\"LastName\":\"Stone-Berg\"}"));
    QCOMPARE(payload(event, "/MailingAddress"), QByteArray("{\"Street\":\"Ring 1\"}"));
    QCOMPARE(payload(event, "/Phone"), QByteArray("null"));
    QCOMPARE(payload(event, "/Title"), QByteArray("absent"));
    QCOMPARE(payload(event, "/LastModifiedDate"), QByteArray("2026-11-24T12:01:05.000Z"));
    QCOMPARE(payload(event, "/LastModifiedById"), QByteArray("absent"));
    QCOMPARE(payload(event, "/CreatedDate"), QByteArray("absent"));
}

void ChangeEventsTest::update_namesTheModifierWhenItIsAnother() {
    OrgFixture org;
    const std::string id = org.person({{"LastName", "Stone"}});
    org.api("PATCH", "sobjects/Contact/" + id, R"({"Title":"x"})");
    org.api("PATCH", "sobjects/Contact/" + id, R"({"Title":"y"})");
    const auto events = everything(org);
    QCOMPARE(payload(events.at(1), "/LastModifiedById").toStdString(), org.crm().users().back().id);
    QCOMPARE(header(events.at(1), "changedFields"),
             QByteArray("[\"Title\",\"LastModifiedDate\",\"LastModifiedById\"]"));
    QCOMPARE(payload(events.at(2), "/LastModifiedById"), QByteArray("absent"));
}

void ChangeEventsTest::delete_isHeaderOnly() {
    OrgFixture org;
    const std::string id = org.person({{"LastName", "Stone"}});
    org.remove(id);
    const boost::json::object event = everything(org).at(1);
    QCOMPARE(header(event, "changeType"), QByteArray("DELETE"));
    QCOMPARE(event.at("data").at("payload").as_object().size(), 1U);
}

void ChangeEventsTest::undelete_bringsTheFieldsBack() {
    OrgFixture org;
    const std::string id = org.person({{"LastName", "Stone"}, {"Email", "s@x.example"}});
    org.remove(id);
    org.advance(10s);
    model::Transaction transaction(org.crm(), org.somebody(1), org.world.now());
    QVERIFY(transaction.undelete(model::ObjectKind::Contact, id).ok());
    transaction.commit();
    const boost::json::object event = everything(org).at(2);
    QCOMPARE(header(event, "changeType"), QByteArray("UNDELETE"));
    QCOMPARE(payload(event, "/Email"), QByteArray("s@x.example"));
    QCOMPARE(payload(event, "/CreatedDate"), QByteArray("2026-11-24T12:00:30.000Z"));
    QCOMPARE(payload(event, "/LastModifiedDate"), QByteArray("2026-11-24T12:00:40.000Z"));
    QCOMPARE(header(event, "changedFields"), QByteArray("[]"));
}

void ChangeEventsTest::account_hasAPlainName() {
    OrgFixture org;
    org.api("POST", "sobjects/Account", R"({"Name":"Acme","BillingCity":"Wien","NumberOfEmployees":7})");
    const boost::json::object event = everything(org).at(0);
    QCOMPARE(header(event, "entityName"), QByteArray("Account"));
    QCOMPARE(payload(event, "/Name"), QByteArray("Acme"));
    QCOMPARE(payload(event, "/BillingAddress"), QByteArray("{\"City\":\"Wien\"}"));
    QCOMPARE(payload(event, "/NumberOfEmployees"), QByteArray("7"));
}

void ChangeEventsTest::gap_isHeaderOnly() {
    OrgFixture org;
    const std::string id = org.person({{"LastName", "Stone"}});
    org.crm().appendGap(model::ObjectKind::Contact, id, org.world.now());
    const boost::json::object event = everything(org).at(1);
    QCOMPARE(header(event, "changeType"), QByteArray("GAP_UPDATE"));
    QCOMPARE(header(event, "recordIds"), QByteArray("[\"") + id.c_str() + "\"]");
    QCOMPARE(header(event, "changeOrigin"), QByteArray(""));
    QCOMPARE(event.at("data").at("payload").as_object().size(), 1U);
}

void ChangeEventsTest::hardDelete_makesNoEvent() {
    OrgFixture org;
    const std::string id = org.person({{"LastName", "Stone"}});
    org.remove(id);
    model::Transaction transaction(org.crm(), org.somebody(), org.world.now());
    QVERIFY(transaction.erase(model::ObjectKind::Contact, id).ok());
    transaction.commit();
    const auto events = everything(org);
    QCOMPARE(events.size(), 2U);
    QCOMPARE(header(events.at(1), "changeType"), QByteArray("DELETE"));
    QCOMPARE(org.api("GET", "sobjects/Contact/" + id).at("/0/errorCode"), QByteArray("NOT_FOUND"));
    QCOMPARE(org.query("SELECT COUNT() FROM Contact WHERE IsDeleted = true", "queryAll").at("/totalSize"),
             QByteArray("0"));
}

void ChangeEventsTest::mergedEvent_namesAllRecords() {
    OrgFixture org;
    const std::string one = org.person({{"LastName", "A"}});
    const std::string two = org.person({{"LastName", "B"}});
    const std::string body = R"({"records":[{"attributes":{"type":"Contact"},"id":")" + one
                             + R"(","Title":"x"},{"attributes":{"type":"Contact"},"id":")" + two
                             + R"(","Title":"x"}]})";
    org.api("PATCH", "composite/sobjects", body);
    const auto events = everything(org);
    QCOMPARE(events.size(), 3U);
    QCOMPARE(header(events.at(2), "recordIds").toStdString(), "[\"" + one + "\",\"" + two + "\"]");
    QCOMPARE(payload(events.at(2), "/Title"), QByteArray("x"));
}

void ChangeEventsTest::transaction_sharesKeyAndCommitNumber() {
    OrgFixture org;
    org.api("POST", "composite/sobjects",
            R"({"records":[{"attributes":{"type":"Account"},"Name":"A"},)"
            R"({"attributes":{"type":"Contact"},"LastName":"B"}]})");
    const auto events = everything(org);
    QCOMPARE(header(events.at(0), "transactionKey"), header(events.at(1), "transactionKey"));
    QCOMPARE(header(events.at(0), "commitNumber"), header(events.at(1), "commitNumber"));
    QCOMPARE(header(events.at(0), "sequenceNumber"), QByteArray("1"));
    QCOMPARE(header(events.at(1), "sequenceNumber"), QByteArray("2"));
}

void ChangeEventsTest::flow_isInTheSameEvent() {
    OrgFixture org;
    const std::string id = org.person({{"LastName", "Stone"}});
    org.api("PATCH", "sobjects/Contact/" + id, R"({"LifecycleStage__c":"customer"})",
            {{"Sforce-Call-Options", "client=QtSync"}});
    const auto events = everything(org);
    QCOMPARE(events.size(), 2U);
    QCOMPARE(payload(events.at(1), "/Rating__c"), QByteArray("Hot"));
    QCOMPARE(payload(events.at(1), "/LifecycleStage__c"), QByteArray("customer"));
    QCOMPARE(header(events.at(1), "changeOrigin"), QByteArray("com/salesforce/api/rest/66.0;client=QtSync"));
}

void ChangeEventsTest::hiddenField_isNotShown() {
    OrgFixture org;
    const std::string id = org.person({{"LastName", "Stone"}, {"Internal_Note__c", "secret"}});
    org.edit(id, {{"Internal_Note__c", "more"}});
    const auto events = everything(org);
    QCOMPARE(payload(events.at(0), "/Internal_Note__c"), QByteArray("absent"));
    QCOMPARE(header(events.at(1), "changedFields"), QByteArray("[\"LastModifiedDate\"]"));
}

void ChangeEventsTest::origin_followsTheWriter() {
    OrgFixture org;
    org.api("POST", "sobjects/Contact", R"({"LastName":"A"})");
    org.send("POST", "/services/data/v60.0/sobjects/Contact", R"({"LastName":"B"})",
             {{"Sforce-Call-Options", "client=a.b-C_1"}});
    const auto events = everything(org);
    QCOMPARE(header(events.at(0), "changeOrigin"), QByteArray("com/salesforce/api/rest/66.0"));
    QCOMPARE(header(events.at(1), "changeOrigin"), QByteArray("com/salesforce/api/rest/60.0;client=a.b-C_1"));
}

void ChangeEventsTest::longText_comesAsADiff() {
    OrgFixture org;
    std::string before;
    for (int i = 0; i < 40; ++i)
        before += "This is line number " + std::to_string(i) + " of a long text\n";
    before += "end";
    std::string after = before;
    after.replace(after.find("line number 7"), 13, "line no. 7");
    const std::string id = org.person({{"LastName", "Stone"}, {"Description", before}});
    org.advance(5s);
    org.edit(id, {{"Description", after}});
    org.advance(5s);
    org.edit(id, {{"Description", "short"}});
    const auto events = everything(org);
    QCOMPARE(payload(events.at(0), "/Description").toStdString(), before);
    const QByteArray diff = payload(events.at(1), "/Description/diff");
    const QByteArray expected = QByteArray("--- \n+++ ") + sha256Hex(after).c_str()
                                + "\n@@ -8,1 +8,1 @@\n-This is line number 7 of a long text\n"
                                  "+This is line no. 7 of a long text\n";
    QCOMPARE(diff, expected);
    QCOMPARE(payload(events.at(2), "/Description"), QByteArray("short"));
}

void ChangeEventsTest::schema_isStableByEntity() {
    OrgFixture org;
    org.person({{"LastName", "A"}});
    org.person({{"LastName", "B"}});
    org.api("POST", "sobjects/Account", R"({"Name":"C"})");
    const auto events = everything(org);
    const auto schema = [&](std::size_t i) { return shown(events.at(i).at("data").as_object().if_contains("schema")); };
    QCOMPARE(schema(0).size(), 22);
    QCOMPARE(schema(0), schema(1));
    QVERIFY(schema(0) != schema(2));
}

void ChangeEventsTest::channels_carryTheirEntities() {
    OrgFixture org;
    org.person({{"LastName", "A"}});
    org.api("POST", "sobjects/Account", R"({"Name":"C"})");
    QCOMPARE(everything(org).size(), 2U);
    const auto contacts = everything(org, "/data/ContactChangeEvent");
    QCOMPARE(contacts.size(), 1U);
    QCOMPARE(shown(contacts.at(0).if_contains("channel")), QByteArray("/data/ContactChangeEvent"));
    QCOMPARE(header(everything(org, "/data/AccountChangeEvent").at(0), "entityName"), QByteArray("Account"));
}

void ChangeEventsTest::replay_startsWhereAsked_data() {
    QTest::addColumn<QByteArray>("replay");
    QTest::addColumn<int>("events");
    QTest::newRow("none: the tip") << QByteArray("") << 1;
    QTest::newRow("-1: the tip") << QByteArray("-1") << 1;
    QTest::newRow("-2: everything") << QByteArray("-2") << 4;
    QTest::newRow("behind the first") << QByteArray("first") << 3;
    QTest::newRow("as a fraction") << QByteArray("fraction") << 3;
    QTest::newRow("behind the last") << QByteArray("last") << 1;
}

void ChangeEventsTest::replay_startsWhereAsked() {
    QFETCH(QByteArray, replay);
    QFETCH(int, events);
    OrgFixture org;
    for (const char* name : {"A", "B", "C"})
        org.person({{"LastName", name}});
    const auto all = everything(org);
    std::string asked = replay.toStdString();
    if (replay == "first" || replay == "fraction")
        asked = replayIdOf(all.front()) + (replay == "fraction" ? ".0" : "");
    if (replay == "last")
        asked = replayIdOf(all.back());
    StreamingClient client(org);
    client.start(kAll, asked);
    org.person({{"LastName", "D"}});
    QCOMPARE(static_cast<int>(eventsOf(*client.connect()).size()), events);
}

void ChangeEventsTest::replay_refusesUnknownIds_data() {
    QTest::addColumn<QByteArray>("replay");
    QTest::newRow("never given out") << QByteArray("31");
    QTest::newRow("negative") << QByteArray("-3");
    QTest::newRow("text") << QByteArray("\"x\"");
    QTest::newRow("beyond 64 bits") << QByteArray("99999999999999999999999");
}

void ChangeEventsTest::replay_refusesUnknownIds() {
    QFETCH(QByteArray, replay);
    OrgFixture org;
    StreamingClient client(org);
    client.handshake();
    client.connect();
    const Answer refused = client.subscribe(kAll, replay.toStdString());
    QCOMPARE(refused.at("/0/successful"), QByteArray("false"));
    QVERIFY2(refused.at("/0/error").startsWith("400::The replayId {"), refused.at("/0/error"));
    QVERIFY2(
        refused.at("/0/error")
            .endsWith(
                "} you provided was invalid.  Please provide a valid ID, -2 to replay all events, or -1 to replay only"
                " new events."),
        refused.at("/0/error"));
    const auto held = client.connect();
    org.person({{"LastName", "A"}});
    org.server->pump();
    QVERIFY(!held->response);
}

void ChangeEventsTest::replay_isOverAfterRetention() {
    OrgFixture org;
    org.person({{"LastName", "A"}});
    const std::string old = replayIdOf(everything(org).at(0));
    org.faults.historyExpired = true;
    StreamingClient client(org);
    client.handshake();
    QCOMPARE(client.subscribe(kAll, old).at("/0/successful"), QByteArray("false"));
    org.faults.historyExpired = false;
    QCOMPARE(client.subscribe(kAll, old).at("/0/successful"), QByteArray("true"));
    org.advance(72h + 1s);
    client.handshake();
    QCOMPARE(client.subscribe(kAll, old).at("/0/successful"), QByteArray("false"));
    QVERIFY(everything(org).empty());
}

void ChangeEventsTest::events_andTheReplyComeInBothOrders() {
    OrgFixture org;
    StreamingClient client(org);
    client.start(kAll);
    std::set<QByteArray> firsts;
    for (int i = 0; i < 2; ++i) {
        const auto held = client.connect();
        org.person({{"LastName", "A"}});
        org.server->pump();
        firsts.insert(held->at("/0/channel"));
    }
    QCOMPARE(firsts, (std::set<QByteArray>{"/meta/connect", kAll}));
}

void ChangeEventsTest::manyEvents_comeInOneAnswer() {
    OrgFixture org;
    StreamingClient client(org);
    client.start(kAll);
    for (int i = 0; i < 600; ++i)
        org.person({{"LastName", "A"}});
    QCOMPARE(eventsOf(*client.connect()).size(), 500U);
    QCOMPARE(eventsOf(*client.connect()).size(), 100U);
    QVERIFY(!client.connect()->response);
}

void ChangeEventsTest::publishingDelay_holdsEventsBack() {
    OrgFixture org;
    org.faults.publishingDelay = 500ms;
    org.person({{"LastName", "Before"}});
    StreamingClient client(org);
    client.start(kAll, "-1");
    const auto held = client.connect();
    org.advance(499ms);
    QVERIFY(!held->response);
    org.advance(1ms);
    QCOMPARE(eventsOf(*held).size(), 1U);
}

void ChangeEventsTest::duplicates_areDeliveredAgain() {
    OrgFixture org;
    org.person({{"LastName", "A"}});
    org.faults.duplicates = 2;
    const auto events = everything(org);
    QCOMPARE(events.size(), 3U);
    QCOMPARE(replayIdOf(events.at(0)), replayIdOf(events.at(2)));
}

void ChangeEventsTest::reorder_turnsADeliveryRound() {
    OrgFixture org;
    for (const char* name : {"A", "B", "C"})
        org.person({{"LastName", name}});
    org.faults.reorder = true;
    const auto events = everything(org);
    QCOMPARE(payload(events.at(0), "/Name/LastName"), QByteArray("C"));
    QCOMPARE(payload(events.at(2), "/Name/LastName"), QByteArray("A"));
}

QTEST_APPLESS_MAIN(ChangeEventsTest)
#include "change_events_test.moc"
