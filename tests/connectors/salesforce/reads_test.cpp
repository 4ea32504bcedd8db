#include "engine/base/time_format.h"
#include "engine/connectors/salesforce/soql.h"
#include "tests/connectors/salesforce/client_fixture.h"

#include <QTest>
#include <QUrl>

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

QByteArray query(const HttpRequest& request) {
    const std::size_t at = request.url.find("?q=");
    return QUrl::fromPercentEncoding(bytes(request.url.substr(at + 3))).toUtf8();
}

}  // namespace

class ReadsTest : public QObject {
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
    void requests_atOnce_areLimited();
    void priority_isThatOfTheRequest_andLiveGoesFirst();
    void difference_isReadBeforeItIsTold();
    void difference_readIsRetriedAndGivenUp_data();
    void difference_readIsRetriedAndGivenUp();
};

void ReadsTest::read_asksOnceAndAnswersRowByRow() {
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

void ReadsTest::modified_isAtItsLatest_data() {
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
    row("a clock that is a little ahead", 1, "16:01:09.000", "16:01:09.000", "16:01:09.000");
    row("a time from the future is its receipt", 1, "16:01:11.000", "16:01:11.000", "16:00:10.000");
}

void ReadsTest::modified_isAtItsLatest() {
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

void ReadsTest::read_thatFails_saysWhy_data() {
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

void ReadsTest::read_thatFails_saysWhy() {
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

void ReadsTest::find_escapesAndFollowsPages() {
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

void ReadsTest::find_ofManyValues_takesSeveralQueries() {
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

void ReadsTest::find_answersByTheValueAskedFor_data() {
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("asked");
    QTest::addColumn<QByteArray>("has");
    QTest::newRow("another case") << QByteArray("Email") << QByteArray("A@B.example") << QByteArray(R"("a@b.example")");
    QTest::newRow("another scale") << QByteArray("Score__c") << QByteArray("1.5") << QByteArray("1.50");
    QTest::newRow("another form of an instant") << QByteArray("Last_Meeting__c") << QByteArray("2026-11-24T12:00:00Z")
                                                << QByteArray(R"("2026-11-24T12:00:00.000+0000")");
}

void ReadsTest::find_answersByTheValueAskedFor() {
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

void ReadsTest::find_ofNothing_asksNobody() {
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

void ReadsTest::find_byNamesThatCannotBe_isRefused() {
    ClientFixture fixture;
    fixture.start();
    fixture.client->request(FindRequest{RequestId(6), "Contact", "Email) OR (Id != ''", {"x"}, {"Phone"}});
    fixture.advance(0ms);
    QVERIFY(sentTo(fixture, "/services/data").empty());
    QVERIFY(fixture.told.reads.at(0).error);
    QVERIFY(fixture.told.reads[0].error->code == base::ErrorCode::InvalidArgument);
}

void ReadsTest::literal_hasItsType_data() {
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

void ReadsTest::literal_hasItsType() {
    QFETCH(int, comparison);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, expected);
    const auto literal = salesforce::soql::literal(value.toStdString(), static_cast<mapping::Comparison>(comparison));
    QCOMPARE(bytes(literal.value_or("nothing")), expected);
}

void ReadsTest::requests_atOnce_areLimited() {
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

void ReadsTest::priority_isThatOfTheRequest_andLiveGoesFirst() {
    ClientFixture fixture;
    fixture.start();
    const auto read = [&](const char* object, Priority priority) {
        fixture.client->request(ReadRequest{RequestId(1), object, {kFirst}, {"Phone"}, {}, priority});
    };
    for (int i = 0; i < 5; ++i)
        read("Contact", Priority::Read);
    fixture.client->request(FindRequest{RequestId(2), "Account", "Phone", {"1"}, {"Phone"}, Priority::Read});
    read("Account", Priority::Live);
    fixture.advance(0ms);
    for (const SendId id : fixture.http.open()) {
        if (fixture.http.request(id).url.find("/composite/") != std::string::npos)
            fixture.http.answerTo(id, answer(200, R"([{"Id":"003000000000001AAA"}])"));
    }
    std::string order;
    for (const HttpRequest& request : sentTo(fixture, "/data/v")) {
        const bool isFind = request.url.find("?q=") != std::string::npos;
        order += isFind ? "find" : request.url.substr(request.url.rfind('/') + 1);
        order += request.priority == Priority::Live ? " live, " : " read, ";
    }
    QCOMPARE(QString::fromStdString(order),
             QStringLiteral("Contact read, Contact read, Contact read, Contact read, Account live, Contact read, "
                            "find read, "));
}

void ReadsTest::difference_isReadBeforeItIsTold() {
    ClientFixture fixture;
    fixture.start({{kContactStream, "1"}, {kAccountStream, "1"}});
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

void ReadsTest::difference_readIsRetriedAndGivenUp_data() {
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

void ReadsTest::difference_readIsRetriedAndGivenUp() {
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, order);
    QFETCH(int, fields);
    ClientFixture fixture;
    fixture.next("/composite/", answer(status, body.toStdString()));
    fixture.start({{kContactStream, "1"}, {kAccountStream, "1"}});
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

QTEST_APPLESS_MAIN(ReadsTest)
#include "reads_test.moc"
