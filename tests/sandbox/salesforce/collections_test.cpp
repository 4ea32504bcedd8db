#include "tests/sandbox/salesforce/org_fixture.h"

#include <QTest>

using namespace syncline;
using namespace syncline::sandbox;

namespace {

std::string contact(const std::string& members) {
    return R"({"attributes":{"type":"Contact"},)" + members + "}";
}

std::string batch(std::initializer_list<std::string> records, bool allOrNone = false) {
    std::string body = std::string(R"({"allOrNone":)") + (allOrNone ? "true" : "false") + R"(,"records":[)";
    for (const std::string& record : records)
        body += (body.back() == '[' ? "" : ",") + record;
    return body + "]}";
}

}  // namespace

/// Up to 200 records in one request: results by position, and what one bad row does to the others.
class CollectionsTest : public QObject {
    Q_OBJECT

private slots:
    void create_givesAResultForEachRow();
    void create_allOrNoneTakesAllDown();
    void rows_shareATransactionAndAnOrigin();
    void update_needsIds();
    void update_failsRowByRow();
    void upsert_tellsCreatedFromUpdated();
    void upsert_refusesRows();
    void delete_byIds();
    void read_givesNullForWhatIsNotThere();
    void requests_areRefusedWhole_data();
    void requests_areRefusedWhole();
    void chunks_areLimited();
    void lockedRows_failAlone();
};

void CollectionsTest::create_givesAResultForEachRow() {
    OrgFixture org;
    const Answer answer = org.api("POST", "composite/sobjects",
                                  batch({contact(R"("LastName":"A")"), contact(R"("FirstName":"B")"),
                                         R"({"attributes":{"type":"Account"},"Name":"C"})", R"({"LastName":"D"})",
                                         R"({"attributes":{"type":"Lead"},"LastName":"E"})"}));
    QCOMPARE(answer.status(), 200);
    QCOMPARE(answer.at("/0/success"), QByteArray("true"));
    QVERIFY(answer.at("/0/id").startsWith("003"));
    QCOMPARE(
        answer.at("/1"),
        QByteArray(
            R"({"success":false,"errors":[{"statusCode":"REQUIRED_FIELD_MISSING","message":"Required fields are missing: [LastName]","fields":["LastName"]}]})"));
    QVERIFY(answer.at("/2/id").startsWith("001"));
    QCOMPARE(answer.at("/3/errors/0/statusCode"), QByteArray("INVALID_TYPE"));
    QCOMPARE(answer.at("/4/errors/0/statusCode"), QByteArray("INVALID_TYPE"));
    QCOMPARE(answer.at("/5"), QByteArray("absent"));
}

void CollectionsTest::create_allOrNoneTakesAllDown() {
    OrgFixture org;
    const std::size_t before = org.crm().records(model::ObjectKind::Contact).size();
    const Answer answer = org.api("POST", "composite/sobjects",
                                  batch({contact(R"("LastName":"A")"), contact(R"("FirstName":"B")")}, true));
    QCOMPARE(answer.status(), 200);
    QCOMPARE(answer.at("/0/errors/0/statusCode"), QByteArray("ALL_OR_NONE_OPERATION_ROLLED_BACK"));
    QCOMPARE(answer.at("/0/id"), QByteArray("absent"));
    QCOMPARE(answer.at("/1/errors/0/statusCode"), QByteArray("REQUIRED_FIELD_MISSING"));
    QCOMPARE(org.crm().records(model::ObjectKind::Contact).size(), before);
    QVERIFY(org.crm().events().empty());
    QCOMPARE(org.changes, 0);
}

void CollectionsTest::rows_shareATransactionAndAnOrigin() {
    OrgFixture org;
    org.api("POST", "composite/sobjects", batch({contact(R"("LastName":"A")"), contact(R"("LastName":"B")")}),
            {{"Sforce-Call-Options", "client=QtSync"}});
    QCOMPARE(org.crm().events().size(), 2U);
    QCOMPARE(org.crm().events()[0].transactionKey, org.crm().events()[1].transactionKey);
    QCOMPARE(org.crm().events()[1].sequence, 2);
    QCOMPARE(org.crm().events()[1].actor->client, std::string("QtSync"));
}

void CollectionsTest::update_needsIds() {
    OrgFixture org;
    const std::string id = org.person({{"LastName", "A"}});
    const Answer answer = org.api("PATCH", "composite/sobjects",
                                  batch({contact(R"("id":")" + id + R"(","Title":"x")"), contact(R"("Title":"y")")}));
    QCOMPARE(answer.at("/0/id").toStdString(), id);
    QCOMPARE(answer.at("/1/errors/0/statusCode"), QByteArray("MISSING_ARGUMENT"));
    QCOMPARE(org.value(id, "Title"), model::Value("x"));
}

void CollectionsTest::update_failsRowByRow() {
    OrgFixture org;
    const std::string gone = org.person({{"LastName", "A"}});
    const std::string kept = org.person({{"LastName", "B"}});
    org.remove(gone);
    const Answer answer = org.api(
        "PATCH", "composite/sobjects",
        batch({contact(R"("Id":")" + gone + R"(","Title":"x")"), contact(R"("Id":"0035f0000000009AAA","Title":"x")"),
               contact(R"("Id":"short","Title":"x")"), contact(R"("Id":")" + kept + R"(","Title":"x")")}));
    QCOMPARE(answer.at("/0/errors/0/statusCode"), QByteArray("ENTITY_IS_DELETED"));
    QCOMPARE(answer.at("/1/errors/0/statusCode"), QByteArray("INVALID_CROSS_REFERENCE_KEY"));
    QCOMPARE(answer.at("/2/errors/0/statusCode"), QByteArray("MALFORMED_ID"));
    QCOMPARE(answer.at("/3/success"), QByteArray("true"));
}

void CollectionsTest::upsert_tellsCreatedFromUpdated() {
    OrgFixture org;
    const std::string id = org.person({{"LastName", "A"}, {"HubSpot_Id__c", "1"}});
    const Answer answer = org.api(
        "PATCH", "composite/sobjects/Contact/HubSpot_Id__c",
        batch({contact(R"("HubSpot_Id__c":"1","Title":"x")"), contact(R"("HubSpot_Id__c":"2","LastName":"New")")}));
    const QByteArray expected = R"({"id":"%1","success":true,"errors":[],"created":false})";
    QCOMPARE(answer.at("/0"), QByteArray(expected).replace("%1", id.c_str()));
    QCOMPARE(answer.at("/1/created"), QByteArray("true"));
    QCOMPARE(org.value(answer.at("/1/id").toStdString(), "HubSpot_Id__c"), model::Value("2"));
}

void CollectionsTest::upsert_refusesRows() {
    OrgFixture org;
    org.person({{"LastName", "A"}, {"Email", "same@x.example"}});
    org.person({{"LastName", "B"}, {"Email", "same@x.example"}});
    const Answer answer = org.api("PATCH", "composite/sobjects/Contact/Email",
                                  batch({contact(R"("Email":"same@x.example","Title":"x")"), contact(R"("Title":"x")"),
                                         contact(R"("Id":"0035f0000000009AAA","Email":"o@x.example")"),
                                         R"({"attributes":{"type":"Account"},"Email":"o@x.example"})"}));
    const char* const kCodes[] = {"DUPLICATE_EXTERNAL_ID", "MISSING_ARGUMENT", "INVALID_FIELD", "INVALID_TYPE"};
    for (int i = 0; i < 4; ++i)
        QCOMPARE(answer.at(("/" + std::to_string(i) + "/errors/0/statusCode").c_str()), QByteArray(kCodes[i]));
    QCOMPARE(org.api("PATCH", "composite/sobjects/Contact/Title", batch({contact(R"("Title":"x")")})).status(), 404);
}

void CollectionsTest::delete_byIds() {
    OrgFixture org;
    const std::string one = org.person({{"LastName", "A"}});
    const std::string two = org.person({{"LastName", "B"}});
    const Answer mixed = org.api("DELETE", "composite/sobjects?ids=" + one + ",0035f0000000009AAA,bad");
    QCOMPARE(mixed.status(), 200);
    QCOMPARE(mixed.at("/0/id").toStdString(), one);
    QCOMPARE(mixed.at("/1/errors/0/statusCode"), QByteArray("INVALID_CROSS_REFERENCE_KEY"));
    QCOMPARE(mixed.at("/2/errors/0/statusCode"), QByteArray("MALFORMED_ID"));
    const Answer none = org.api("DELETE", "composite/sobjects?allOrNone=true&ids=" + two + ",bad");
    QCOMPARE(none.at("/0/errors/0/statusCode"), QByteArray("ALL_OR_NONE_OPERATION_ROLLED_BACK"));
    QVERIFY(org.crm().find(model::ObjectKind::Contact, two)->state == model::RecordState::Live);
    QVERIFY(org.crm().find(model::ObjectKind::Contact, one)->state == model::RecordState::Deleted);
}

void CollectionsTest::read_givesNullForWhatIsNotThere() {
    OrgFixture org;
    const std::string one = org.person({{"LastName", "A"}});
    const std::string gone = org.person({{"LastName", "B"}});
    org.remove(gone);
    const Answer answer =
        org.api("POST", "composite/sobjects/Contact",
                R"({"ids":[")" + one + R"(","0035f0000000009AAA",")" + gone + R"("],"fields":["Id","LastName"]})");
    QCOMPARE(answer.at("/0/LastName"), QByteArray("A"));
    QCOMPARE(answer.at("/1"), QByteArray("null"));
    QCOMPARE(answer.at("/2"), QByteArray("null"));
    QCOMPARE(org.api("GET", "composite/sobjects/Contact?fields=Id&ids=" + one).at("/0/Id").toStdString(), one);
    QCOMPARE(org.api("GET", "composite/sobjects/Contact?fields=Nope&ids=" + one).at("/0/errorCode"),
             QByteArray("INVALID_FIELD"));
}

void CollectionsTest::requests_areRefusedWhole_data() {
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("resource");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char* name, const char* method, const std::string& resource, const std::string& body,
                        int status, const char* code) {
        QTest::newRow(name) << QByteArray(method) << QByteArray::fromStdString("composite/sobjects" + resource)
                            << QByteArray::fromStdString(body) << status << QByteArray(code);
    };
    std::string many;
    std::string ids = "003";
    for (int i = 0; i < 201; ++i) {
        many += (many.empty() ? "" : ",") + contact(R"("LastName":"A")");
        ids += ",003";
    }
    row("201 records", "POST", "", R"({"records":[)" + many + "]}", 400, "EXCEEDED_ID_LIMIT");
    row("201 ids", "DELETE", "?ids=" + ids, "", 400, "EXCEEDED_ID_LIMIT");
    row("no ids", "DELETE", "", "", 400, "MISSING_ARGUMENT");
    row("no records", "POST", "", "{}", 400, "JSON_PARSER_ERROR");
    row("a record that is none", "POST", "", R"({"records":[1]})", 400, "JSON_PARSER_ERROR");
    row("wrong method", "PUT", "", "{}", 405, "METHOD_NOT_ALLOWED");
    row("too deep", "PATCH", "/Contact/HubSpot_Id__c/7", "{}", 404, "NOT_FOUND");
    row("unknown type", "POST", "/Lead", R"({"ids":["a"],"fields":["Id"]})", 404, "NOT_FOUND");
}

void CollectionsTest::requests_areRefusedWhole() {
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, resource);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    OrgFixture org;
    const Answer answer = org.api(method.toStdString(), resource.toStdString(), body.toStdString());
    QCOMPARE(answer.status(), status);
    QCOMPARE(answer.at("/0/errorCode"), code);
    QVERIFY(org.crm().events().empty());
}

void CollectionsTest::chunks_areLimited() {
    OrgFixture org;
    std::string records;
    for (int i = 0; i < 6; ++i)
        records += (records.empty() ? "" : ",") + contact(R"("LastName":"A")")
                   + R"(,{"attributes":{"type":"Account"},"Name":"B"})";
    QCOMPARE(org.api("POST", "composite/sobjects", R"({"records":[)" + records + "]}").at("/0/errorCode"),
             QByteArray("LIMIT_EXCEEDED"));
}

void CollectionsTest::lockedRows_failAlone() {
    OrgFixture org;
    org.faults.lockRows = 1;
    const Answer answer =
        org.api("POST", "composite/sobjects", batch({contact(R"("LastName":"A")"), contact(R"("LastName":"B")")}));
    QCOMPARE(answer.at("/0/errors/0/statusCode"), QByteArray("UNABLE_TO_LOCK_ROW"));
    QCOMPARE(answer.at("/1/success"), QByteArray("true"));
}

QTEST_APPLESS_MAIN(CollectionsTest)
#include "collections_test.moc"
