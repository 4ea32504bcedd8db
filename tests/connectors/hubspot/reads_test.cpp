#include "engine/connectors/hubspot/json_members.h"
#include "tests/connectors/hubspot/client_bench.h"

#include <QTest>

using namespace syncline;
using namespace std::chrono_literals;
using base::ErrorCode;
using connectors::FindRequest;
using connectors::HttpRequest;
using connectors::Priority;
using connectors::ReadAnswer;
using connectors::ReadRequest;
using connectors::RequestId;
using connectors::SideField;
using connectors::hubspot::arrayMember;
using connectors::hubspot::parseObject;
using connectors::hubspot::textList;
using connectors::hubspot::textOrEmpty;
using core::WriterKind;
using test::answer;
using test::ClientBench;
using test::noAnswer;

namespace {

constexpr auto kBatchRead = "/crm/objects/2026-09/contacts/batch/read";
constexpr auto kSearch = "/crm/objects/2026-09/contacts/search";

struct Bench : ClientBench {
    Bench() {
        http.always("GET", "/latest", [](const auto&) { return answer(200, entry("a1")); });
        start();
    }

    ReadAnswer read(std::vector<std::string> ids, std::vector<std::string> fields,
                    std::vector<std::string> history = {}) {
        client->request(ReadRequest{RequestId(3), "contacts", std::move(ids), std::move(fields), std::move(history)});
        return last();
    }
    ReadAnswer find(std::string field, std::vector<std::string> values, std::vector<std::string> fields) {
        client->request(FindRequest{RequestId(3), "contacts", std::move(field), std::move(values), std::move(fields)});
        return last();
    }
    [[nodiscard]] boost::json::object body(std::size_t fromBehind = 0) const {
        return *parseObject(http.sent()[http.sent().size() - 1 - fromBehind].body);
    }

private:
    ReadAnswer last() {
        run();
        if (listener.reads.empty())
            return {};
        ReadAnswer answer = listener.reads.back();
        listener.reads.clear();
        return answer;
    }
};

std::vector<std::string> inputs(const boost::json::object& body) {
    std::vector<std::string> ids;
    for (const auto& item : *arrayMember(body, "inputs"))
        ids.push_back(textOrEmpty(item.get_object(), "id"));
    return ids;
}

}  // namespace

class ReadsTest : public QObject {
    Q_OBJECT

private slots:
    void records_areReadByTheirIds();
    void modified_isNeverAfterTheReceipt();
    void blank_isNullOrLeftOut_unknownIsWhatDoesNotExist();
    void priority_isThatOfTheRequest();
    void deletedAndUnknown_areNotFound();
    void mergedRecord_hasItsNewId();
    void mergedRecord_thatListsNoOldIds_isReadAlone();
    void hundredAtOnce_fiftyWithHistory();
    void history_namesWritersAndTimes();
    void failures_areAnswered_data();
    void failures_areAnswered();
    void email_isLookedUpInTheStore();
    void secondaryEmail_leadsToItsContact();
    void uniqueProperty_isLookedUpInTheStore();
    void otherProperty_isSearched_andReadAgain();
    void searchHasPages();
    void tooManyHits_areRefused();
    void ourMark_isLearntFromOurFirstWrite();
    void ourMark_isNotLearntFromAnOlderVersion();
};

void ReadsTest::records_areReadByTheirIds() {
    Bench bench;
    bench.http.once("POST", kBatchRead,
                    answer(200, R"({"results":[{"id":"2","properties":{"firstname":" Bo ","interests":"b;a",)"
                                R"("lastmodifieddate":"2026-11-23T09:00:00.5Z"},"updatedAt":"2026-11-01T00:00:00Z"},)"
                                R"({"id":"1","properties":{"firstname":"Ada","interests":null},)"
                                R"("updatedAt":"2026-11-23T08:00:00Z"}]})"));
    const ReadAnswer answer = bench.read({"1", "2"}, {"firstname", "interests"});
    QVERIFY(!answer.error);
    QCOMPARE(answer.id.value(), std::uint64_t(3));
    QCOMPARE(answer.records.size(), std::size_t(2));
    QCOMPARE(answer.records[0].id, "1");
    QVERIFY(answer.records[0].found);
    const std::vector<SideField> ada{{"firstname", "Ada"}, {"interests", std::nullopt}};
    QVERIFY(answer.records[0].fields == ada);
    const std::vector<SideField> bo{{"firstname", "Bo"}, {"interests", "a;b"}};
    QVERIFY(answer.records[1].fields == bo);
    QVERIFY(*answer.records[1].modified == bench.clock.wallNow() - 1h + 500ms);
    QVERIFY(*answer.records[0].modified == bench.clock.wallNow() - 2h);
    const std::vector<std::string> properties{"firstname", "interests", "lastmodifieddate", "hs_merged_object_ids"};
    QVERIFY(textList(bench.body(), "properties") == properties);
    QVERIFY(!bench.body().contains("propertiesWithHistory"));
}

/// The times of events and of histories are not either: with a clock that is ahead what comes later would seem older.
void ReadsTest::modified_isNeverAfterTheReceipt() {
    Bench bench;
    bench.http.once("POST", kBatchRead,
                    answer(200, R"({"results":[{"id":"1","properties":{"firstname":"Ada",)"
                                R"("lastmodifieddate":"2026-11-23T10:00:10Z"}},)"
                                R"({"id":"2","properties":{"firstname":"Bo"},"updatedAt":"2026-11-23T10:00:10Z"}]})"));
    const ReadAnswer answer = bench.read({"1", "2"}, {"firstname"});
    QCOMPARE(answer.records.size(), std::size_t(2));
    for (const auto& record : answer.records)
        QVERIFY(*record.modified == bench.clock.wallNow());
}

void ReadsTest::blank_isNullOrLeftOut_unknownIsWhatDoesNotExist() {
    Bench bench;
    bench.http.once("POST", kBatchRead, answer(200, R"({"results":[{"id":"1","properties":{"firstname":null}}]})"));
    const ReadAnswer answer = bench.read({"1"}, {"firstname", "phone", "nowhere"});
    const std::vector<SideField> fields{{"firstname", std::nullopt}, {"phone", std::nullopt}};
    QVERIFY(answer.records[0].fields == fields);
}

void ReadsTest::priority_isThatOfTheRequest() {
    for (const Priority priority : {Priority::Live, Priority::Read}) {
        Bench bench;
        bench.http.always("POST", kBatchRead, [](const auto&) { return answer(200, R"({"results":[]})"); });
        bench.http.always("POST", kSearch, [](const auto&) {
            return answer(200, R"({"results":[{"id":"7","properties":{"phone":"1"}}]})");
        });
        const std::size_t before = bench.http.sent().size();
        bench.client->request(ReadRequest{RequestId(3), "contacts", {"1"}, {"phone"}, {}, priority});
        bench.client->request(FindRequest{RequestId(4), "contacts", "email", {"a@b.c"}, {"phone"}, priority});
        // Through the index, and then the hits from the store.
        bench.client->request(FindRequest{RequestId(5), "contacts", "phone", {"1"}, {"phone"}, priority});
        bench.run();
        std::size_t asked = 0;
        for (std::size_t at = before; at < bench.http.sent().size(); ++at) {
            const HttpRequest& request = bench.http.sent()[at];
            if (request.method != "POST")
                continue;
            ++asked;
            QCOMPARE(request.priority, priority);
        }
        QCOMPARE(asked, std::size_t(4));
    }
}

void ReadsTest::deletedAndUnknown_areNotFound() {
    Bench bench;
    bench.http.once(
        "POST", kBatchRead,
        answer(207, R"({"results":[{"id":"1","properties":{}},{"id":"3","archived":true,"properties":{}}],)"
                    R"("numErrors":1,"errors":[{"category":"OBJECT_NOT_FOUND","context":{"ids":["2"]}}]})"));
    const ReadAnswer answer = bench.read({"1", "2", "3"}, {"firstname"});
    QVERIFY(!answer.error);
    QVERIFY(answer.records[0].found);
    QVERIFY(!answer.records[1].found && !answer.records[2].found);
    QCOMPARE(answer.records[1].askedFor, "2");
    QCOMPARE(bench.http.count("POST", kBatchRead), std::size_t(1));
}

void ReadsTest::mergedRecord_hasItsNewId() {
    Bench bench;
    bench.http.once(
        "POST", kBatchRead,
        answer(200, R"({"results":[{"id":"9","properties":{"firstname":"Ada","hs_merged_object_ids":"1;2"}}]})"));
    const ReadAnswer answer = bench.read({"1", "2", "9"}, {"firstname"});
    QCOMPARE(answer.records.size(), std::size_t(3));
    for (const connectors::RecordRead& record : answer.records) {
        QVERIFY(record.found);
        QCOMPARE(record.id, "9");
    }
    QCOMPARE(answer.records[1].askedFor, "2");
}

void ReadsTest::mergedRecord_thatListsNoOldIds_isReadAlone() {
    Bench bench;
    bench.http.once("POST", kBatchRead,
                    answer(200, R"({"results":[{"id":"9","properties":{}},{"id":"5","properties":{}}]})"));
    bench.http.once("POST", kBatchRead, answer(200, R"({"results":[{"id":"9","properties":{}}]})"));
    const ReadAnswer answer = bench.read({"1", "5"}, {"firstname"});
    QCOMPARE(answer.records[0].id, "9");
    QVERIFY(answer.records[0].found);
    QCOMPARE(answer.records[1].id, "5");
    QVERIFY(inputs(bench.body()) == std::vector<std::string>{"1"});
}

void ReadsTest::hundredAtOnce_fiftyWithHistory() {
    std::vector<std::string> ids;
    for (int i = 0; i < 120; ++i)
        ids.push_back(std::to_string(1000 + i));
    const auto echo = [](const HttpRequest& request) {
        std::string results;
        for (const std::string& id : inputs(*parseObject(request.body)))
            results += (results.empty() ? "" : ",") + (R"({"id":")" + id + R"(","properties":{}})");
        return answer(200, R"({"results":[)" + results + "]}");
    };
    Bench bench;
    bench.http.always("POST", kBatchRead, echo);
    QCOMPARE(bench.read(ids, {"firstname"}).records.size(), std::size_t(120));
    QCOMPARE(bench.http.count("POST", kBatchRead), std::size_t(2));
    QCOMPARE(inputs(bench.body(1)).size(), std::size_t(100));
    QCOMPARE(bench.read(ids, {}, {"firstname"}).records.size(), std::size_t(120));
    QCOMPARE(bench.http.count("POST", kBatchRead), std::size_t(5));
    QCOMPARE(inputs(bench.body(1)).size(), std::size_t(50));
}

void ReadsTest::history_namesWritersAndTimes() {
    Bench bench;
    bench.http.once(
        "POST", kBatchRead,
        answer(
            200,
            R"({"results":[{"id":"1","properties":{"phone":"3"},"propertiesWithHistory":{"phone":[)"
            R"({"value":"1","timestamp":"2026-11-20T08:00:00.123Z","sourceType":"AUTOMATION_PLATFORM","sourceId":"f"},)"
            R"({"value":"3","timestamp":"2026-11-23T10:00:05.000Z","sourceType":"INTEGRATION","sourceId":"19083857"},)"
            R"({"value":"","timestamp":"2026-11-23T09:00:00.000Z","sourceType":"CRM_UI","sourceId":"userId:90021","updatedByUserId":90021}]}}]})"));
    const ReadAnswer answer = bench.read({"1"}, {"phone"}, {"phone", "firstname"});
    const auto& versions = answer.records[0].history.at("phone");
    QCOMPARE(versions.size(), std::size_t(3));
    QVERIFY(versions[0].text == std::optional<std::string>("3"));
    QVERIFY(versions[0].writer.kind == WriterKind::Us);
    QVERIFY(versions[0].time.fromFuture);
    QVERIFY(versions[0].time.from == bench.clock.wallNow());
    QVERIFY(!versions[1].text);
    QVERIFY(versions[1].writer.kind == WriterKind::Person);
    QCOMPARE(versions[1].writer.id, "90021");
    QVERIFY(versions[1].time.from == bench.clock.wallNow() - 1h);
    QVERIFY(versions[2].writer.kind == WriterKind::Automation);
    QVERIFY(answer.records[0].history.at("firstname").empty());
    QVERIFY(textList(bench.body(), "propertiesWithHistory") == (std::vector<std::string>{"phone", "firstname"}));
}

void ReadsTest::failures_areAnswered_data() {
    QTest::addColumn<int>("status");  // 0: none
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("pause");
    QTest::newRow("rate") << 429 << QByteArray(R"({"policyName":"TEN_SECONDLY_ROLLING"})")
                          << int(ErrorCode::RateLimited) << 10000;
    QTest::newRow("server") << 502 << QByteArray("<html>") << int(ErrorCode::Unavailable) << 0;
    QTest::newRow("scope") << 403 << QByteArray("{}") << int(ErrorCode::PermissionDenied) << 0;
    QTest::newRow("half an answer") << 200 << QByteArray(R"({"results":[)") << int(ErrorCode::ProtocolViolation) << 0;
    QTest::newRow("no answer") << 0 << QByteArray() << int(ErrorCode::TimedOut) << 0;
}

void ReadsTest::failures_areAnswered() {
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(int, code);
    QFETCH(int, pause);
    Bench bench;
    bench.http.once("POST", kBatchRead,
                    status == 0 ? noAnswer(ErrorCode::TimedOut, true) : answer(status, body.toStdString()));
    const ReadAnswer answer = bench.read({"1"}, {"phone"});
    QVERIFY(answer.error.has_value());
    QCOMPARE(static_cast<int>(answer.error->code), code);
    QVERIFY(answer.records.empty());
    QCOMPARE(static_cast<int>(answer.retryAfter.count()), pause);
}

void ReadsTest::email_isLookedUpInTheStore() {
    Bench bench;
    bench.http.once("POST", kBatchRead,
                    answer(207, R"({"results":[{"id":"1","properties":{"email":"ada@example.com","phone":"7"}}],)"
                                R"("errors":[{"category":"OBJECT_NOT_FOUND","context":{"ids":["bo@example.com"]}}]})"));
    const ReadAnswer answer = bench.find("email", {"Ada@Example.com", "bo@example.com"}, {"phone"});
    QCOMPARE(answer.records.size(), std::size_t(1));
    QCOMPARE(answer.records[0].askedFor, "Ada@Example.com");
    QCOMPARE(answer.records[0].id, "1");
    QVERIFY(answer.records[0].fields == (std::vector<SideField>{{"phone", "7"}}));
    QCOMPARE(textOrEmpty(bench.body(), "idProperty"), "email");
    QCOMPARE(bench.http.count("POST", kSearch), std::size_t(0));
}

void ReadsTest::secondaryEmail_leadsToItsContact() {
    Bench bench;
    bench.http.once(
        "POST", kBatchRead,
        answer(
            200,
            R"({"results":[{"id":"2","properties":{"email":"bo@example.com","hs_additional_emails":null}},)"
            R"({"id":"1","properties":{"email":"ada@example.com","hs_additional_emails":"x@y.z;old@example.com"}}]})"));
    const ReadAnswer answer = bench.find("email", {"old@example.com", "bo@example.com"}, {"phone"});
    QCOMPARE(answer.records.size(), std::size_t(2));
    QCOMPARE(answer.records[0].id, "1");
    QCOMPARE(answer.records[1].id, "2");
}

void ReadsTest::uniqueProperty_isLookedUpInTheStore() {
    Bench bench;
    bench.http.once("POST", kBatchRead,
                    answer(200, R"({"results":[{"id":"1","properties":{"sf_contact_id":"003A"}}]})"));
    const ReadAnswer answer = bench.find("sf_contact_id", {"003A"}, {});
    QCOMPARE(answer.records.size(), std::size_t(1));
    QCOMPARE(textOrEmpty(bench.body(), "idProperty"), "sf_contact_id");
}

void ReadsTest::otherProperty_isSearched_andReadAgain() {
    Bench bench;
    bench.http.once("POST", kSearch,
                    answer(200, R"({"total":2,"results":[{"id":"1","properties":{}},{"id":"2","properties":{}}]})"));
    bench.http.once("POST", kBatchRead,
                    answer(200, R"({"results":[{"id":"1","properties":{"firstname":"ADA","phone":"7"}},)"
                                R"({"id":"2","properties":{"firstname":"Eve","phone":"8"}}]})"));
    const ReadAnswer answer = bench.find("firstname", {"Ada", "Bo"}, {"phone"});
    QCOMPARE(answer.records.size(), std::size_t(1));  // the second has another name by now
    QCOMPARE(answer.records[0].id, "1");
    QCOMPARE(answer.records[0].askedFor, "Ada");
    QVERIFY(answer.records[0].fields == (std::vector<SideField>{{"phone", "7"}}));
}

void ReadsTest::searchHasPages() {
    Bench bench;
    bench.http.once("POST", kSearch, answer(200, R"({"results":[{"id":"1"}],"paging":{"next":{"after":"200"}}})"));
    bench.http.once("POST", kSearch, answer(200, R"({"results":[{"id":"2"}]})"));
    bench.http.once("POST", kBatchRead,
                    answer(200, R"({"results":[{"id":"1","properties":{"firstname":"Ada"}},)"
                                R"({"id":"2","properties":{"firstname":"Ada"}}]})"));
    QCOMPARE(bench.find("firstname", {"Ada"}, {}).records.size(), std::size_t(2));
    QCOMPARE(textOrEmpty(bench.body(1), "after"), "200");
}

void ReadsTest::tooManyHits_areRefused() {
    Bench bench;
    int page = 0;
    bench.http.always("POST", kSearch, [&](const auto&) {
        std::string results;
        for (int i = 0; i < 200; ++i)
            results += (results.empty() ? "" : ",") + (R"({"id":")" + std::to_string(page * 200 + i) + "\"}");
        ++page;
        return answer(200, R"({"results":[)" + results + R"(],"paging":{"next":{"after":"x"}}})");
    });
    const ReadAnswer answer = bench.find("firstname", {"Ada"}, {});
    QCOMPARE(answer.error->code, ErrorCode::LimitExceeded);
    QCOMPARE(page, 6);
}

void ReadsTest::ourMark_isLearntFromOurFirstWrite() {
    Bench bench;
    const std::string history =
        R"({"results":[{"id":"1","properties":{"phone":"7"},"propertiesWithHistory":{"phone":[)"
        R"({"value":"7","timestamp":"2026-11-23T10:00:00.020Z","sourceType":"API"},)"
        R"({"value":"6","timestamp":"2026-11-23T09:00:00.000Z","sourceType":"CRM_UI","sourceId":"userId:1"}]}}]})";
    bench.http.always("POST", kBatchRead, [&](const auto&) { return answer(200, history); });
    QVERIFY(bench.read({"1"}, {}, {"phone"}).records[0].history.at("phone")[0].writer.kind == WriterKind::Integration);
    bench.http.once("POST", "/batch/update", answer(200, R"({"results":[{"id":"1"}]})"));
    bench.client->request(connectors::WriteRequest{
        RequestId(4), "contacts", {connectors::RecordWrite{"1", std::nullopt, {{"phone", "7"}}}}});
    bench.run();
    const std::size_t reads = bench.http.count("POST", kBatchRead);
    QCOMPARE(reads, std::size_t(2));
    const auto versions = bench.read({"1"}, {}, {"phone"}).records[0].history.at("phone");
    QVERIFY(versions[0].writer.kind == WriterKind::Us);
    QVERIFY(versions[1].writer.kind == WriterKind::Person);
    bench.http.once("POST", "/batch/update", answer(200, R"({"results":[{"id":"1"}]})"));
    bench.client->request(connectors::WriteRequest{
        RequestId(5), "contacts", {connectors::RecordWrite{"1", std::nullopt, {{"phone", "7"}}}}});
    bench.run();
    QCOMPARE(bench.http.count("POST", kBatchRead), reads + 1);  // the one above: it is learnt once
}

void ReadsTest::ourMark_isNotLearntFromAnOlderVersion() {
    Bench bench;
    bench.http.always("POST", kBatchRead, [&](const auto&) {
        return answer(200, R"({"results":[{"id":"1","properties":{"phone":"7"},"propertiesWithHistory":{"phone":[)"
                           R"({"value":"7","timestamp":"2026-11-23T09:00:00.000Z","sourceType":"API"}]}}]})");
    });
    bench.http.once("POST", "/batch/update", answer(200, R"({"results":[{"id":"1"}]})"));
    bench.client->request(connectors::WriteRequest{
        RequestId(4), "contacts", {connectors::RecordWrite{"1", std::nullopt, {{"phone", "7"}}}}});
    bench.run();
    QVERIFY(bench.read({"1"}, {}, {"phone"}).records[0].history.at("phone")[0].writer.kind == WriterKind::Integration);
}

QTEST_GUILESS_MAIN(ReadsTest)
#include "reads_test.moc"
