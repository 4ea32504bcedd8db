#include "engine/base/time_format.h"
#include "engine/connectors/salesforce/api_errors.h"
#include "engine/connectors/salesforce/soql.h"
#include "tests/connectors/salesforce/client_fixture.h"

#include <QTest>
#include <QUrl>
#include <algorithm>

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

/// The requests that were sent to paths that hold this text.
std::vector<HttpRequest> sentTo(const ClientFixture& fixture, const std::string& part) {
    std::vector<HttpRequest> requests;
    std::copy_if(fixture.http.sent().begin(), fixture.http.sent().end(), std::back_inserter(requests),
                 [&](const HttpRequest& request) { return request.url.find(part) != std::string::npos; });
    return requests;
}

std::string header(const HttpRequest& request, const std::string& name) {
    const auto found = std::find_if(request.headers.begin(), request.headers.end(),
                                    [&](const auto& one) { return one.first == name; });
    return found == request.headers.end() ? std::string() : found->second;
}

QByteArray query(const HttpRequest& request) {
    const std::size_t at = request.url.find("?q=");
    return QUrl::fromPercentEncoding(bytes(request.url.substr(at + 3))).toUtf8();
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

class RequestsTest : public QObject {
    Q_OBJECT

private slots:
    void read_asksOnceAndAnswersRowByRow();
    void modified_isAtItsLatest_data();
    void modified_isAtItsLatest();
    void read_thatFails_saysWhy_data();
    void read_thatFails_saysWhy();
    void find_escapesAndFollowsPages();
    void find_ofManyValues_takesSeveralQueries();
    void find_answersByTheValueAskedFor_data();
    void find_answersByTheValueAskedFor();
    void find_ofNothing_asksNobody();
    void find_byNamesThatCannotBe_isRefused();
    void literal_hasItsType_data();
    void literal_hasItsType();
    void update_isOnePatch();
    void upsert_isByThePartnersId();
    void create_withoutAKey_isAPost();
    void rows_areClassed_data();
    void rows_areClassed();
    void wholeRequest_isClassed_data();
    void wholeRequest_isClassed();
    void expiredToken_isRenewedAndTheWriteRepeatedOnce();
    void requestRefusedAsAWhole_findsTheRow();
    void requestRefusedForAField_spareTheOthers();
    void requests_atOnce_areLimited();
    void difference_isReadBeforeItIsTold();
    void difference_readIsRetriedAndGivenUp_data();
    void difference_readIsRetriedAndGivenUp();
};

void RequestsTest::read_asksOnceAndAnswersRowByRow() {
    ClientFixture fixture;
    fixture.next(
        "/composite/sobjects/Contact",
        answer(
            200,
            R"([{"attributes":{"type":"Contact"},"Id":"003000000000001AAA","LastModifiedDate":"2026-11-24T15:00:00.000+0000",)"
            R"("SystemModstamp":"2026-11-24T15:00:00.000+0000","Phone":" 1 ","Score__c":1.50,"DoNotCall":false,)"
            R"("Last_Meeting__c":"2026-11-24T12:00:00.000+0000","Email":null},null])"));
    fixture.start();
    fixture.client->request(ReadRequest{RequestId(5),
                                        "Contact",
                                        {kFirst, kSecond},
                                        {"Phone", "Score__c", "DoNotCall", "Last_Meeting__c", "Email"},
                                        {}});
    fixture.advance(0ms);
    const std::vector<HttpRequest> requests = sentTo(fixture, "/composite/");
    QCOMPARE(requests.size(), std::size_t{1});
    QCOMPARE(requests[0].url,
             std::string("https://acme.my.salesforce.com/services/data/v66.0/composite/sobjects/Contact"));
    QCOMPARE(requests[0].method, std::string("POST"));
    QCOMPARE(
        requests[0].body,
        std::string(
            R"({"ids":["003000000000001AAA","003000000000002AAA"],"fields":["Id","LastModifiedDate","SystemModstamp",)"
            R"("Phone","Score__c","DoNotCall","Last_Meeting__c","Email"]})"));
    QCOMPARE(header(requests[0], "Authorization"), std::string("Bearer token-1"));
    QCOMPARE(header(requests[0], "Sforce-Call-Options"), std::string("client=Syncline"));
    QCOMPARE(fixture.told.reads.size(), std::size_t{1});
    const ReadAnswer& told = fixture.told.reads[0];
    QCOMPARE(told.id, RequestId(5));
    QVERIFY(!told.error);
    QCOMPARE(told.records.size(), std::size_t{2});
    RecordRead found;
    found.askedFor = kFirst;
    found.id = kFirst;
    found.found = true;
    found.fields = {{"Phone", "1"},
                    {"Score__c", "1.50"},
                    {"DoNotCall", "false"},
                    {"Last_Meeting__c", "2026-11-24T12:00:00.000Z"},
                    {"Email", std::nullopt}};
    found.modified = *base::parseIso8601("2026-11-24T15:00:00.999Z");
    QVERIFY(told.records[0] == found);
    RecordRead missing;
    missing.askedFor = kSecond;
    missing.id = kSecond;
    QVERIFY(told.records[1] == missing);
}

void RequestsTest::modified_isAtItsLatest_data() {
    QTest::addColumn<int>("resolution");
    QTest::addColumn<QByteArray>("modified");
    QTest::addColumn<QByteArray>("stamp");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, int resolution, const char* modified, const char* stamp,
                        const char* expected) {
        QTest::newRow(name) << resolution << QByteArray(modified) << QByteArray(stamp) << QByteArray(expected);
    };
    row("whole seconds", 1000, "10:00:01.000", "10:00:01.000", "10:00:01.999");
    row("the system's stamp is later", 1000, "10:00:01.000", "10:00:04.000", "10:00:04.999");
    row("milliseconds of a coarse clock", 1000, "10:00:01.250", "10:00:01.000", "10:00:01.999");
    row("a fine clock", 1, "10:00:01.000", "10:00:00.000", "10:00:01.000");
}

void RequestsTest::modified_isAtItsLatest() {
    QFETCH(int, resolution);
    QFETCH(QByteArray, modified);
    QFETCH(QByteArray, stamp);
    QFETCH(QByteArray, expected);
    mapping::Connection connection = connectionTo("https://login.example");
    connection.clockResolution = std::chrono::milliseconds(resolution);
    ClientFixture fixture(connection);
    const std::string day = "2026-11-24T";
    fixture.next("/composite/sobjects/Contact",
                 answer(200, R"([{"Id":"003000000000001AAA","LastModifiedDate":")" + day + modified.toStdString()
                                 + R"(+0000","SystemModstamp":")" + day + stamp.toStdString() + R"(+0000"}])"));
    fixture.start();
    fixture.client->request(ReadRequest{RequestId(5), "Contact", {kFirst}, {"Phone"}, {}});
    fixture.advance(0ms);
    QCOMPARE(base::formatIso8601(fixture.told.reads.at(0).records.at(0).modified.value()),
             day + expected.toStdString() + "Z");
}

void RequestsTest::read_thatFails_saysWhy_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char* name, int status, const char* body, const char* code) {
        QTest::newRow(name) << status << QByteArray(body) << QByteArray(code);
    };
    row("a field that is hidden", 400, R"([{"errorCode":"INVALID_FIELD","message":"No such column 'X'"}])",
        "invalid_argument");
    row("an object that is not there", 404, R"([{"errorCode":"NOT_FOUND","message":"x"}])", "not_found");
    row("the day's requests are used up", 403, R"([{"errorCode":"REQUEST_LIMIT_EXCEEDED","message":"x"}])",
        "rate_limited");
    row("no API", 403, R"([{"errorCode":"API_DISABLED_FOR_ORG","message":"x"}])", "permission_denied");
    row("a system problem", 403, R"([{"errorCode":"API_CURRENTLY_DISABLED","message":"x"}])", "unavailable");
    row("an outage", 503, "<html>", "unavailable");
    row("no rows", 200, "{}", "protocol_violation");
    row("too few rows", 200, "[]", "protocol_violation");
    row("half an answer", 200, R"([{"Id":"0030)", "protocol_violation");
    row("a token that stays refused", 401, R"([{"errorCode":"INVALID_SESSION_ID","message":"x"}])", "unauthenticated");
}

void RequestsTest::read_thatFails_saysWhy() {
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, code);
    ClientFixture fixture;
    for (int i = 0; i < 2; ++i)
        fixture.next("/composite/", answer(status, body.toStdString(), {{"Retry-After", "7"}}));
    fixture.start();
    fixture.client->request(ReadRequest{RequestId(5), "Contact", {kFirst}, {"Phone"}, {}});
    fixture.advance(0ms);
    QCOMPARE(fixture.told.reads.size(), std::size_t{1});
    QVERIFY(fixture.told.reads[0].error);
    QCOMPARE(bytes(std::string(name(fixture.told.reads[0].error->code))), code);
    QVERIFY(fixture.told.reads[0].records.empty());
    QCOMPARE(fixture.told.reads[0].retryAfter, code == "protocol_violation" ? 0ms : 7000ms);
}

void RequestsTest::find_escapesAndFollowsPages() {
    ClientFixture fixture;
    fixture.next(
        "/query?q=",
        answer(200, R"({"totalSize":2,"done":false,"nextRecordsUrl":"/services/data/v66.0/query/01g-2000","records":[)"
                    R"({"attributes":{},"Id":"003000000000001AAA","LastName":"O'Neil","Phone":"1"}]})"));
    fixture.next(
        "/query/01g-2000",
        answer(200, R"({"records":[{"Id":"003000000000002AAA","LastName":"o'neil","Phone":"2"}],"done":true})"));
    fixture.start();
    fixture.client->request(FindRequest{RequestId(6), "Contact", "LastName", {"O'Neil", R"(a\b)"}, {"Phone"}});
    fixture.advance(0ms);
    const std::vector<HttpRequest> requests = sentTo(fixture, "/query");
    QCOMPARE(requests.size(), std::size_t{2});
    QCOMPARE(query(requests[0]), QByteArray(R"(SELECT Id,LastModifiedDate,SystemModstamp,Phone,LastName FROM Contact )"
                                            R"(WHERE LastName IN ('O\'Neil','a\\b'))"));
    const ReadAnswer& told = fixture.told.reads.at(0);
    QVERIFY(!told.error);
    QCOMPARE(told.records.size(), std::size_t{2});
    QCOMPARE(told.records[0].askedFor, std::string("O'Neil"));
    QCOMPARE(told.records[1].askedFor, std::string("O'Neil"));
    QCOMPARE(told.records[1].id, std::string(kSecond));
    QVERIFY(told.records[1].fields == (std::vector<SideField>{{"Phone", "2"}}));
}

void RequestsTest::find_ofManyValues_takesSeveralQueries() {
    ClientFixture fixture;
    std::vector<std::string> values;
    for (int i = 0; i < 600; ++i)
        values.push_back("person" + std::to_string(i) + "@b.example");
    for (int i = 0; i < 10; ++i)
        fixture.next("/query?q=", answer(200, R"({"done":true,"records":[]})"));
    fixture.start();
    fixture.client->request(FindRequest{RequestId(6), "Contact", "Email", values, {}});
    fixture.advance(0ms);
    QVERIFY(fixture.told.reads.at(0).records.empty());
    QVERIFY(!fixture.told.reads[0].error);
    QByteArray all;
    for (const HttpRequest& request : sentTo(fixture, "/query?q=")) {
        QVERIFY(request.url.size() < 9000);
        all += query(request);
    }
    for (const std::string& value : values)
        QCOMPARE(all.count(QByteArray("'" + bytes(value) + "'")), 1);
}

void RequestsTest::find_answersByTheValueAskedFor_data() {
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("asked");
    QTest::addColumn<QByteArray>("has");
    QTest::newRow("another case") << QByteArray("Email") << QByteArray("A@B.example") << QByteArray(R"("a@b.example")");
    QTest::newRow("another scale") << QByteArray("Score__c") << QByteArray("1.5") << QByteArray("1.50");
    QTest::newRow("another form of an instant") << QByteArray("Last_Meeting__c") << QByteArray("2026-11-24T12:00:00Z")
                                                << QByteArray(R"("2026-11-24T12:00:00.000+0000")");
}

void RequestsTest::find_answersByTheValueAskedFor() {
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, asked);
    QFETCH(QByteArray, has);
    ClientFixture fixture;
    fixture.next("/query?q=", answer(200, R"({"done":true,"records":[{"Id":"003000000000001AAA",")"
                                              + field.toStdString() + "\":" + has.toStdString() + "}]}"));
    fixture.start();
    fixture.client->request(FindRequest{RequestId(6), "Contact", field.toStdString(), {asked.toStdString()}, {}});
    fixture.advance(0ms);
    QCOMPARE(fixture.told.reads.at(0).records.size(), std::size_t{1});
    QCOMPARE(bytes(fixture.told.reads[0].records[0].askedFor), asked);
    QVERIFY(fixture.told.reads[0].records[0].fields.empty());
}

void RequestsTest::find_ofNothing_asksNobody() {
    ClientFixture fixture;
    fixture.start();
    fixture.client->request(FindRequest{RequestId(6), "Contact", "Score__c", {"", "abc"}, {"Phone"}});
    fixture.client->request(ReadRequest{RequestId(7), "Contact", {}, {"Phone"}, {}});
    fixture.advance(0ms);
    QVERIFY(sentTo(fixture, "/services/data").empty());
    QCOMPARE(fixture.told.reads.size(), std::size_t{2});
    QVERIFY(!fixture.told.reads[0].error);
    QVERIFY(!fixture.told.reads[1].error);
}

void RequestsTest::find_byNamesThatCannotBe_isRefused() {
    ClientFixture fixture;
    fixture.start();
    fixture.client->request(FindRequest{RequestId(6), "Contact", "Email) OR (Id != ''", {"x"}, {"Phone"}});
    fixture.advance(0ms);
    QVERIFY(sentTo(fixture, "/services/data").empty());
    QVERIFY(fixture.told.reads.at(0).error);
    QVERIFY(fixture.told.reads[0].error->code == base::ErrorCode::InvalidArgument);
}

void RequestsTest::literal_hasItsType_data() {
    using mapping::Comparison;
    QTest::addColumn<int>("comparison");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, Comparison comparison, const char* value, const char* expected) {
        QTest::newRow(name) << static_cast<int>(comparison) << QByteArray(value) << QByteArray(expected);
    };
    row("text", Comparison::Trimmed, "a", "'a'");
    row("text with a line end", Comparison::Trimmed, "a\nb\tc", R"('a\nb\tc')");
    row("number", Comparison::Number, "1.5E2", "150");
    row("no number", Comparison::Number, "1) OR (1=1", "nothing");
    row("boolean", Comparison::Boolean, "true", "true");
    row("no boolean", Comparison::Boolean, "yes", "nothing");
    row("date", Comparison::Date, "2026-11-24", "2026-11-24");
    row("no date", Comparison::Date, "2026-11-31", "nothing");
    row("instant", Comparison::Instant, "2026-11-24T16:00:00Z", "2026-11-24T16:00:00.000Z");
    row("no instant", Comparison::Instant, "today", "nothing");
    row("blank", Comparison::Trimmed, "  ", "nothing");
}

void RequestsTest::literal_hasItsType() {
    QFETCH(int, comparison);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, expected);
    const auto literal = salesforce::soql::literal(value.toStdString(), static_cast<mapping::Comparison>(comparison));
    QCOMPARE(bytes(literal.value_or("nothing")), expected);
}

void RequestsTest::update_isOnePatch() {
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

void RequestsTest::upsert_isByThePartnersId() {
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

void RequestsTest::create_withoutAKey_isAPost() {
    ClientFixture fixture;
    fixture.next("/composite/sobjects", answer(200, R"([{"id":"003000000000001AAA","success":true,"errors":[]}])"));
    fixture.start();
    fixture.client->request(writeOf({{std::nullopt, std::nullopt, {{"LastName", "Stone"}}}}));
    fixture.advance(0ms);
    QCOMPARE(sentTo(fixture, "/composite/").at(0).method, std::string("POST"));
    QCOMPARE(shown(fixture.told.writes.at(0)), QByteArrayList{"Done 003000000000001AAA created"});
}

void RequestsTest::rows_areClassed_data() {
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

void RequestsTest::rows_areClassed() {
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

void RequestsTest::wholeRequest_isClassed_data() {
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

void RequestsTest::wholeRequest_isClassed() {
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

void RequestsTest::expiredToken_isRenewedAndTheWriteRepeatedOnce() {
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

void RequestsTest::requestRefusedAsAWhole_findsTheRow() {
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

void RequestsTest::requestRefusedForAField_spareTheOthers() {
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

void RequestsTest::requests_atOnce_areLimited() {
    ClientFixture fixture;
    fixture.start();
    for (std::uint64_t i = 0; i < 10; ++i)
        fixture.client->request(ReadRequest{RequestId(i), "Contact", {kFirst}, {"Phone"}, {}});
    fixture.advance(0ms);
    QCOMPARE(sentTo(fixture, "/composite/").size(), std::size_t{4});
    for (const SendId id : fixture.http.open()) {
        if (fixture.http.request(id).url.find("/composite/") != std::string::npos)
            fixture.http.answerTo(id, answer(200, R"([{"Id":"003000000000001AAA"}])"));
    }
    QCOMPARE(fixture.told.reads.size(), std::size_t{4});
    QCOMPARE(sentTo(fixture, "/composite/").size(), std::size_t{8});
}

void RequestsTest::difference_isReadBeforeItIsTold() {
    ClientFixture fixture;
    fixture.start({{"salesforce /data/ContactChangeEvent", "1"}, {"salesforce /data/AccountChangeEvent", "1"}});
    const std::string difference = R"("Description":{"diff":"--- \n+++ ab\n@@ -1,1 +1,1 @@\n-a\n+b\n"})";
    fixture.deliver({contactUpdate("20", R"("Phone":"1")"), contactUpdate("21", difference + R"(,"Phone":"2")"),
                     contactUpdate("22", R"("Phone":"3")")});
    QCOMPARE(fixture.told.order, (std::vector<std::string>{"captured 1"}));
    QCOMPARE(fixture.told.position(kContacts), std::string("20"));
    QVERIFY(fixture.connectIsHeld());
    QCOMPARE(
        sentTo(fixture, "/composite/").at(0).body,
        std::string(
            R"({"ids":["003000000000001AAA"],"fields":["Id","LastModifiedDate","SystemModstamp","Description"]})"));
    fixture.next("/composite/", answer(200, R"([{"Id":"003000000000001AAA","Description":"the whole of it"}])"));
    fixture.advance(0ms);
    const std::vector<SourceChange> changes = fixture.told.changes();
    QCOMPARE(changes.size(), std::size_t{3});
    QVERIFY(changes[1].fields == (std::vector<SideField>{{"Phone", "2"}, {"Description", "the whole of it"}}));
    QVERIFY(changes[2].fields == (std::vector<SideField>{{"Phone", "3"}}));
    QCOMPARE(fixture.told.position(kContacts), std::string("22"));
    QVERIFY(fixture.told.reads.empty());
}

void RequestsTest::difference_readIsRetriedAndGivenUp_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("order");
    QTest::addColumn<int>("fields");
    QTest::newRow("an outage") << 503 << QByteArray("<html>") << QByteArray("captured 1,captured 1") << 1;
    QTest::newRow("a hidden field") << 400
                                    << QByteArray(R"([{"errorCode":"INVALID_FIELD","message":"No such column"}])")
                                    << QByteArray("captured 1,missed 1,captured 1") << 0;
    QTest::newRow("the record is gone") << 200 << QByteArray("[null]") << QByteArray("captured 1,captured 1") << 0;
}

void RequestsTest::difference_readIsRetriedAndGivenUp() {
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, order);
    QFETCH(int, fields);
    ClientFixture fixture;
    fixture.next("/composite/", answer(status, body.toStdString()));
    fixture.start({{"salesforce /data/ContactChangeEvent", "1"}, {"salesforce /data/AccountChangeEvent", "1"}});
    fixture.deliver({contactUpdate("21", R"("Description":{"diff":"--- \n"})")});
    QCOMPARE(fixture.told.captures.empty(), status == 503);
    fixture.next("/composite/", answer(200, R"([{"Id":"003000000000001AAA","Description":"x"}])"));
    fixture.advance(1s);
    QCOMPARE(fixture.told.changes().at(0).fields.size(), static_cast<std::size_t>(fields));
    fixture.deliver({contactUpdate("22", R"("Phone":"3")")});
    QByteArrayList told;
    for (const std::string& one : fixture.told.order)
        told.append(bytes(one));
    QCOMPARE(told.join(','), order);
}

QTEST_APPLESS_MAIN(RequestsTest)
#include "requests_test.moc"
