#include "tests/connectors/salesforce/client_fixture.h"

#include <QTest>

using namespace syncline;
using namespace syncline::connectors;
using namespace syncline::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* kFirst = "003000000000001AAA";
constexpr const char* kSecond = "003000000000002AAA";

QByteArray bytes(const std::string& text) {
    return QByteArray::fromStdString(text);
}

RecordWrite update(const char* id, std::vector<SideField> fields) {
    return {id, std::nullopt, std::move(fields)};
}

WriteRequest writeOf(std::vector<RecordWrite> records) {
    return {RequestId(3), "Contact", std::move(records)};
}

/// "Done 003… created", "Permanent STRING_TOO_LONG Phone"
QByteArray shown(const RecordWritten& row) {
    const char* effects[] = {"Done", "None", "Unknown", "Permanent"};
    QByteArray text = effects[static_cast<std::size_t>(row.effect)];
    for (const std::string& part : {row.id, row.created ? std::string("created") : std::string(), row.code})
        text += part.empty() ? QByteArray() : " " + bytes(part);
    for (const std::string& field : row.fields)
        text += " " + bytes(field);
    return text;
}

QByteArrayList shown(const WriteAnswer& answer) {
    QByteArrayList rows;
    for (const RecordWritten& row : answer.records)
        rows.append(shown(row));
    return rows;
}

}  // namespace

class WritesTest : public QObject {
    Q_OBJECT

private slots:
    void update_isOnePatch();
    void upsert_isByThePartnersId();
    void create_withoutAKey_isAPost();
    void rows_areClassed_data();
    void rows_areClassed();
    void wholeRequest_isClassed_data();
    void wholeRequest_isClassed();
    void expiredToken_isRenewedAndTheWriteRepeatedOnce();
    void requestRefusedAsAWhole_findsTheRow();
    void requestRefusedForAField_sparesTheOthers();
};

void WritesTest::update_isOnePatch() {
    ClientFixture fixture;
    fixture.next("/composite/sobjects", answer(200, R"([{"id":"003000000000001AAA","success":true,"errors":[]},)"
                                                    R"({"id":"003000000000002AAA","success":true,"errors":[]}])"));
    fixture.start();
    fixture.clock.advance(3s);
    fixture.client->request(
        writeOf({update(kFirst, {{"Phone", std::nullopt}, {"Score__c", "12.50"}, {"DoNotCall", "true"}}),
                 update(kSecond, {{"LastName", "O\"N\xc3\xa9il"}, {"Birthdate", "1990-02-28"}})}));
    fixture.advance(0ms);
    const std::vector<HttpRequest> requests = sentTo(fixture, "/composite/");
    QCOMPARE(requests.size(), std::size_t{1});
    QCOMPARE(requests[0].method, std::string("PATCH"));
    QCOMPARE(requests[0].url, std::string("https://acme.my.salesforce.com/services/data/v66.0/composite/sobjects"));
    QCOMPARE(
        bytes(requests[0].body),
        QByteArray(R"({"allOrNone":false,"records":[{"attributes":{"type":"Contact"},"id":"003000000000001AAA",)"
                   R"("Phone":null,"Score__c":12.50,"DoNotCall":true},{"attributes":{"type":"Contact"},)"
                   "\"id\":\"003000000000002AAA\",\"LastName\":\"O\\\"N\xc3\xa9il\",\"Birthdate\":\"1990-02-28\"}]}"));
    QCOMPARE(header(requests[0], "Sforce-Call-Options"), std::string("client=Syncline"));
    QCOMPARE(header(requests[0], "Sforce-Auto-Assign"), std::string("FALSE"));
    QVERIFY(header(requests[0], "Content-Type").find("application/json") == 0);
    const WriteAnswer& told = fixture.told.writes.at(0);
    QCOMPARE(told.id, RequestId(3));
    QCOMPARE(told.answeredAt, fixture.clock.wallNow());
    QCOMPARE(shown(told), (QByteArrayList{"Done 003000000000001AAA", "Done 003000000000002AAA"}));
}

void WritesTest::upsert_isByThePartnersId() {
    ClientFixture fixture;
    fixture.next("/composite/sobjects",
                 answer(200, R"([{"id":"003000000000001AAA","success":true,"errors":[],"created":true},)"
                             R"({"id":"003000000000002AAA","success":true,"errors":[],"created":false}])"));
    fixture.start();
    fixture.client->request(
        writeOf({{std::nullopt, SideField{"HubSpot_Id__c", "77"}, {{"LastName", "Stone"}, {"HubSpot_Id__c", "77"}}},
                 {std::nullopt, SideField{"HubSpot_Id__c", "78"}, {{"LastName", "Berg"}}}}));
    fixture.advance(0ms);
    const std::vector<HttpRequest> requests = sentTo(fixture, "/composite/");
    QCOMPARE(requests.size(), std::size_t{1});
    QCOMPARE(requests[0].method, std::string("PATCH"));
    QVERIFY(requests[0].url.ends_with("/composite/sobjects/Contact/HubSpot_Id__c"));
    QCOMPARE(
        requests[0].body,
        std::string(
            R"({"allOrNone":false,"records":[{"attributes":{"type":"Contact"},"HubSpot_Id__c":"77","LastName":"Stone"},)"
            R"({"attributes":{"type":"Contact"},"HubSpot_Id__c":"78","LastName":"Berg"}]})"));
    QCOMPARE(shown(fixture.told.writes.at(0)),
             (QByteArrayList{"Done 003000000000001AAA created", "Done 003000000000002AAA"}));
}

void WritesTest::create_withoutAKey_isAPost() {
    ClientFixture fixture;
    fixture.next("/composite/sobjects", answer(200, R"([{"id":"003000000000001AAA","success":true,"errors":[]}])"));
    fixture.start();
    fixture.client->request(writeOf({{std::nullopt, std::nullopt, {{"LastName", "Stone"}}}}));
    fixture.advance(0ms);
    QCOMPARE(sentTo(fixture, "/composite/").at(0).method, std::string("POST"));
    QCOMPARE(shown(fixture.told.writes.at(0)), QByteArrayList{"Done 003000000000001AAA created"});
}

void WritesTest::rows_areClassed_data() {
    QTest::addColumn<QByteArray>("errors");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* code, const char* message, const char* fields, const char* expected) {
        QTest::newRow(code) << QByteArray(R"({"statusCode":")") + code + R"(","message":")" + message
                                   + R"(","fields":[)" + fields + "]}"
                            << QByteArray(expected);
    };
    row("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access", "", "None UNABLE_TO_LOCK_ROW");
    row("REQUEST_LIMIT_EXCEEDED", "x", "", "None REQUEST_LIMIT_EXCEEDED");
    row("SERVER_UNAVAILABLE", "x", "", "None SERVER_UNAVAILABLE");
    row("ALL_OR_NONE_OPERATION_ROLLED_BACK", "x", "", "None ALL_OR_NONE_OPERATION_ROLLED_BACK");
    row("FIELD_CUSTOM_VALIDATION_EXCEPTION", "Phone must have a country code", R"("Phone")",
        "Permanent FIELD_CUSTOM_VALIDATION_EXCEPTION Phone");
    row("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "x", R"("Rating__c")",
        "Permanent INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST Rating__c");
    row("STRING_TOO_LONG", "x", R"("Phone","Fax")", "Permanent STRING_TOO_LONG Phone Fax");
    row("ENTITY_IS_DELETED", "entity is deleted", "", "Permanent ENTITY_IS_DELETED");
    row("REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName, Email]", "",
        "Permanent REQUIRED_FIELD_MISSING LastName Email");
    row("DUPLICATE_VALUE", "duplicate value found: HubSpot_Id__c duplicates value on record with id: 003", "",
        "Permanent DUPLICATE_VALUE HubSpot_Id__c");
    row("DUPLICATE_VALUE ", "duplicate value found: <unknown> duplicates value on record with id: <unknown>", "",
        "Permanent DUPLICATE_VALUE ");
    row("INVALID_FIELD", "No such column 'X__c' on sobject of type Contact", "", "Permanent INVALID_FIELD X__c");
    row("INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update fields: Score__c, Phone. Please check", "",
        "Permanent INVALID_FIELD_FOR_INSERT_UPDATE Score__c Phone");
    row("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "Trg: execution of AfterUpdate caused by: UNABLE_TO_LOCK_ROW", "",
        "None CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY");
    row("APEX_ERROR", "x", "", "Permanent APEX_ERROR");
    QTest::newRow("two errors, one of which passes")
        << QByteArray(R"({"statusCode":"STRING_TOO_LONG","message":"x","fields":["Phone"]},)"
                      R"({"statusCode":"UNABLE_TO_LOCK_ROW","message":"y","fields":[]})")
        << QByteArray("None STRING_TOO_LONG Phone");
    QTest::newRow("no reason") << QByteArray("") << QByteArray("Permanent REFUSED");
}

void WritesTest::rows_areClassed() {
    QFETCH(QByteArray, errors);
    QFETCH(QByteArray, expected);
    ClientFixture fixture;
    fixture.next("/composite/sobjects",
                 answer(200, R"([{"success":false,"errors":[)" + errors.toStdString()
                                 + R"(]},{"id":"003000000000002AAA","success":true,"errors":[]}])"));
    fixture.start();
    fixture.client->request(writeOf({update(kFirst, {{"Phone", "1"}}), update(kSecond, {{"Phone", "2"}})}));
    fixture.advance(0ms);
    QCOMPARE(shown(fixture.told.writes.at(0)), (QByteArrayList{expected, "Done 003000000000002AAA"}));
}

void WritesTest::wholeRequest_isClassed_data() {
    QTest::addColumn<int>("status");  // 0: no answer; 1: it cannot have arrived
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, int status, const char* body, const char* expected) {
        QTest::newRow(name) << status << QByteArray(body) << QByteArray(expected);
    };
    row("refused connection", 1, "", "None unavailable");
    row("cut or timed out", 0, "", "Unknown unavailable");
    row("server error", 500, R"([{"errorCode":"UNKNOWN_EXCEPTION","message":"x"}])", "Unknown UNKNOWN_EXCEPTION");
    row("outage", 503, "<html>", "Unknown HTTP_503");
    row("outage that says that it did nothing", 503, R"([{"errorCode":"SERVER_UNAVAILABLE","message":"x"}])",
        "None SERVER_UNAVAILABLE");
    row("rate", 403, R"([{"errorCode":"REQUEST_LIMIT_EXCEEDED","message":"TotalRequests Limit exceeded."}])",
        "None REQUEST_LIMIT_EXCEEDED");
    row("too many requests", 429, "", "None HTTP_429");
    row("edge", 420, "", "None HTTP_420");
    row("token refused twice", 401, R"([{"errorCode":"INVALID_SESSION_ID","message":"x"}])", "None INVALID_SESSION_ID");
    row("API not allowed", 403, R"([{"errorCode":"API_DISABLED_FOR_ORG","message":"x"}])",
        "Permanent API_DISABLED_FOR_ORG");
    row("object not there", 404, R"({"errorCode":"NOT_FOUND","message":"Provided external ID field does not exist"})",
        "Permanent NOT_FOUND");
    row("malformed", 400, R"([{"errorCode":"JSON_PARSER_ERROR","message":"x"}])", "Permanent JSON_PARSER_ERROR");
    row("half an answer", 200, R"([{"id":"0030)", "Unknown HTTP_200");
    row("rows missing", 200, "[]", "Unknown HTTP_200");
    row("a row without success", 200, R"([{"id":"003000000000001AAA"}])", "Unknown");
    row("redirected elsewhere", 302, "", "Unknown HTTP_302");
}

void WritesTest::wholeRequest_isClassed() {
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, expected);
    ClientFixture fixture;
    for (int i = 0; i < 2; ++i)
        fixture.next("/composite/sobjects", status < 2 ? noAnswer(base::ErrorCode::Unavailable, status == 0)
                                                       : answer(status, body.toStdString(), {{"Retry-After", "30"}}));
    fixture.start();
    fixture.client->request(writeOf({update(kFirst, {{"Phone", "1"}})}));
    fixture.advance(0ms);
    QCOMPARE(shown(fixture.told.writes.at(0)), QByteArrayList{expected});
    QCOMPARE(fixture.told.writes[0].retryAfter, status < 2 ? 0ms : 30'000ms);
    QCOMPARE(sentTo(fixture, "/composite/").size(), status == 401 ? std::size_t{2} : std::size_t{1});
}

void WritesTest::expiredToken_isRenewedAndTheWriteRepeatedOnce() {
    ClientFixture fixture;
    fixture.start();
    fixture.next("/composite/sobjects",
                 answer(401, R"([{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}])"));
    fixture.next("/composite/sobjects", answer(200, R"([{"id":"003000000000001AAA","success":true,"errors":[]}])"));
    fixture.client->request(writeOf({update(kFirst, {{"Phone", "1"}})}));
    fixture.advance(0ms);
    QCOMPARE(shown(fixture.told.writes.at(0)), QByteArrayList{"Done 003000000000001AAA"});
    QCOMPARE(fixture.tokens.refusals, 1);
    const std::vector<HttpRequest> requests = sentTo(fixture, "/composite/");
    QCOMPARE(requests.size(), std::size_t{2});
    QCOMPARE(header(requests[1], "Authorization"), std::string("Bearer token-2"));
    QCOMPARE(requests[0].body, requests[1].body);
    // No token would help here.
    fixture.next(
        "/composite/sobjects",
        answer(
            401,
            R"([{"message":"This session is not valid for use with the REST API","errorCode":"INVALID_SESSION_ID"}])"));
    fixture.client->request(writeOf({update(kFirst, {{"Phone", "1"}})}));
    fixture.advance(0ms);
    QCOMPARE(fixture.tokens.refusals, 1);
    QCOMPARE(shown(fixture.told.writes.at(1)), QByteArrayList{"None INVALID_SESSION_ID"});
    fixture.tokens.error = base::Error{base::ErrorCode::Unauthenticated, "sign in", "", "expired", ""};
    fixture.client->request(writeOf({update(kFirst, {{"Phone", "1"}})}));
    fixture.advance(0ms);
    QCOMPARE(shown(fixture.told.writes.at(2)), QByteArrayList{"None unauthenticated"});
}

void WritesTest::requestRefusedAsAWhole_findsTheRow() {
    ClientFixture fixture;
    const HttpAnswer refusal =
        answer(400, R"([{"errorCode":"JSON_PARSER_ERROR","message":"Cannot deserialize instance of date"}])");
    const HttpAnswer one = answer(200, R"([{"id":"003000000000001AAA","success":true,"errors":[]}])");
    for (const HttpAnswer& next : {refusal, one, refusal, refusal, one})
        fixture.next("/composite/sobjects", next);
    fixture.start();
    // Three: the first alone passes; of the other two the second passes when it is alone.
    fixture.client->request(writeOf({update(kFirst, {{"Phone", "1"}}), update(kSecond, {{"Birthdate", "31.2."}}),
                                     update("003000000000003AAA", {{"Phone", "3"}})}));
    fixture.advance(0ms);
    QCOMPARE(sentTo(fixture, "/composite/").size(), std::size_t{5});
    QCOMPARE(fixture.told.writes.size(), std::size_t{1});
    QCOMPARE(shown(fixture.told.writes[0]),
             (QByteArrayList{"Done 003000000000001AAA", "Permanent JSON_PARSER_ERROR", "Done 003000000000001AAA"}));
}

void WritesTest::requestRefusedForAField_sparesTheOthers() {
    ClientFixture fixture;
    fixture.next("/composite/sobjects",
                 answer(400, R"([{"errorCode":"INVALID_FIELD","message":"No such column 'Gone__c' on sobject"}])"));
    fixture.next("/composite/sobjects", answer(200, R"([{"id":"003000000000002AAA","success":true,"errors":[]}])"));
    fixture.start();
    fixture.client->request(
        writeOf({update(kFirst, {{"Gone__c", "1"}, {"Phone", "1"}}), update(kSecond, {{"Phone", "2"}})}));
    fixture.advance(0ms);
    QCOMPARE(shown(fixture.told.writes.at(0)),
             (QByteArrayList{"Permanent INVALID_FIELD Gone__c", "Done 003000000000002AAA"}));
    QCOMPARE(sentTo(fixture, "/composite/").size(), std::size_t{2});
}

QTEST_APPLESS_MAIN(WritesTest)
#include "writes_test.moc"
