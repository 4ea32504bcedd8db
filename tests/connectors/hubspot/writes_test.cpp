#include "engine/connectors/hubspot/json_members.h"
#include "tests/connectors/hubspot/client_bench.h"

#include <QTest>

using namespace syncline;
using namespace std::chrono_literals;
using connectors::HttpAnswer;
using connectors::HttpRequest;
using connectors::RecordWrite;
using connectors::RequestId;
using connectors::SideField;
using connectors::WriteAnswer;
using connectors::WriteEffect;
using connectors::WriteRequest;
using connectors::hubspot::arrayMember;
using connectors::hubspot::objectMember;
using connectors::hubspot::parseObject;
using connectors::hubspot::textOrEmpty;
using test::answer;
using test::ClientBench;
using test::noAnswer;

namespace {

constexpr auto kUpdate = "/crm/objects/2026-09/contacts/batch/update";
constexpr auto kUpsert = "/crm/objects/2026-09/contacts/batch/upsert";
constexpr auto kCreate = "/crm/objects/2026-09/contacts/batch/create";

struct Bench : ClientBench {
    Bench() {
        http.always("GET", "/latest", [](const auto&) { return answer(200, entry("a1")); });
        http.always("POST", "/batch/read", [](const auto&) { return answer(200, R"({"results":[]})"); });
        start();
    }
    WriteAnswer write(std::vector<RecordWrite> records) {
        client->request(WriteRequest{RequestId(6), "contacts", std::move(records)});
        run();
        return listener.writes.empty() ? WriteAnswer() : listener.writes.back();
    }
};

RecordWrite update(std::string id, std::string phone) {
    return {std::move(id), std::nullopt, {SideField{"phone", std::move(phone)}}};
}

RecordWrite create(std::string partner, std::string email) {
    return {std::nullopt, SideField{"sf_contact_id", std::move(partner)}, {SideField{"email", std::move(email)}}};
}

/// As HubSpot does: every row is done, unless one has a phone "bad"; then all is refused, and no row is named.
HttpAnswer allOrNothing(const HttpRequest& request) {
    std::string results;
    const auto body = parseObject(request.body);
    for (const auto& item : *arrayMember(*body, "inputs")) {
        const auto& row = item.get_object();
        if (textOrEmpty(*objectMember(row, "properties"), "phone") == "bad")
            return answer(400, R"({"status":"error","category":"VALIDATION_ERROR","message":"no","errors":)"
                               R"([{"code":"INVALID_PHONE","message":"no","context":{"propertyName":["phone"]}}]})");
        results += (results.empty() ? "" : ",") + (R"({"id":")" + textOrEmpty(row, "id") + R"(","properties":{}})");
    }
    return answer(200, R"({"results":[)" + results + "]}");
}

}  // namespace

class WritesTest : public QObject {
    Q_OBJECT

private slots:
    void updates_goTogether();
    void creates_areUpserts();
    void withoutKey_createsAreTold();
    void badRow_isFoundBySendingSingly();
    void expiredToken_isRenewed_andTheWriteRepeatedOnce();
    void refusedTokens_areNoEffect();
    void lostAnswer_isUnknown_andNotRepeated();
    void pause_isHandedOn();
    void stop_answersNothingAnyMore();
    void nothingIsDoneBeforeStartOrAfterStop();
};

void WritesTest::updates_goTogether() {
    Bench bench;
    bench.http.always("POST", kUpdate, allOrNothing);
    const WriteAnswer answer = bench.write({update("1", "7"), update("2", "8")});
    QCOMPARE(answer.id.value(), std::uint64_t(6));
    QCOMPARE(answer.records.size(), std::size_t(2));
    QVERIFY(answer.records[0].effect == WriteEffect::Done);
    QCOMPARE(answer.records[1].id, "2");
    QVERIFY(!answer.records[1].created);
    QVERIFY(answer.answeredAt == bench.clock.wallNow());
    QCOMPARE(bench.http.count("POST", kUpdate), std::size_t(1));
}

void WritesTest::creates_areUpserts() {
    Bench bench;
    bench.http.once("POST", kUpsert,
                    answer(200, R"({"results":[{"id":"5","new":false,"objectWriteTraceId":"w6-1"},)"
                                R"({"id":"4","new":true,"objectWriteTraceId":"w6-0"}]})"));
    const WriteAnswer answer = bench.write({create("003A", "a@example.com"), create("003B", "b@example.com")});
    QCOMPARE(answer.records[0].id, "4");
    QVERIFY(answer.records[0].created);
    QCOMPARE(answer.records[1].id, "5");
    QVERIFY(!answer.records[1].created);
}

void WritesTest::withoutKey_createsAreTold() {
    Bench bench;
    bench.http.once("POST", kCreate, answer(201, R"({"results":[{"id":"4","objectWriteTraceId":"w6-0"}]})"));
    const WriteAnswer answer = bench.write({{std::nullopt, std::nullopt, {SideField{"email", "a@example.com"}}}});
    QVERIFY(answer.records[0].effect == WriteEffect::Done);
    QVERIFY(answer.records[0].created);
}

void WritesTest::badRow_isFoundBySendingSingly() {
    Bench bench;
    bench.http.always("POST", kUpdate, allOrNothing);
    const WriteAnswer answer = bench.write({update("1", "7"), update("2", "bad"), update("3", "9")});
    QVERIFY(answer.records[0].effect == WriteEffect::Done);
    QVERIFY(answer.records[1].effect == WriteEffect::Permanent);
    QCOMPARE(answer.records[1].code, "INVALID_PHONE");
    QVERIFY(answer.records[1].fields == std::vector<std::string>{"phone"});
    QVERIFY(answer.records[2].effect == WriteEffect::Done);
    QCOMPARE(bench.http.count("POST", kUpdate), std::size_t(4));
    QCOMPARE(bench.listener.writes.size(), std::size_t(1));
}

void WritesTest::expiredToken_isRenewed_andTheWriteRepeatedOnce() {
    Bench bench;
    bench.http.once("POST", kUpdate, answer(401, R"({"category":"EXPIRED_AUTHENTICATION"})"));
    bench.http.always("POST", kUpdate, allOrNothing);
    QVERIFY(bench.write({update("1", "7")}).records[0].effect == WriteEffect::Done);
    QCOMPARE(bench.accountTokens->generation, std::uint64_t(2));
}

void WritesTest::refusedTokens_areNoEffect() {
    Bench bench;
    bench.http.always("POST", kUpdate,
                      [](const auto&) { return answer(401, R"({"category":"INVALID_AUTHENTICATION"})"); });
    const WriteAnswer refused = bench.write({update("1", "7")});
    QVERIFY(refused.records[0].effect == WriteEffect::None);
    QCOMPARE(refused.records[0].code, "INVALID_AUTHENTICATION");
    QCOMPARE(bench.http.count("POST", kUpdate), std::size_t(2));
    bench.accountTokens->error = base::Error{base::ErrorCode::Unauthenticated, "sign in", {}, "no grant", {}};
    const WriteAnswer none = bench.write({update("1", "7")});
    QVERIFY(none.records[0].effect == WriteEffect::None);
    QCOMPARE(bench.http.count("POST", kUpdate), std::size_t(2));
}

void WritesTest::lostAnswer_isUnknown_andNotRepeated() {
    Bench bench;
    bench.http.once("POST", kUpdate, noAnswer(base::ErrorCode::Unavailable, true));
    const WriteAnswer answer = bench.write({update("1", "7"), update("2", "8")});
    QVERIFY(answer.records[0].effect == WriteEffect::Unknown);
    QVERIFY(answer.records[1].effect == WriteEffect::Unknown);
    bench.advance(1h);
    QCOMPARE(bench.http.count("POST", kUpdate), std::size_t(1));
}

void WritesTest::pause_isHandedOn() {
    Bench bench;
    bench.http.once("POST", kUpdate, answer(423, R"({"category":"LOCKED"})"));
    const WriteAnswer answer = bench.write({update("1", "7")});
    QVERIFY(answer.records[0].effect == WriteEffect::None);
    QVERIFY(answer.retryAfter == 2s);
}

void WritesTest::stop_answersNothingAnyMore() {
    Bench bench;
    bench.client->request(WriteRequest{RequestId(6), "contacts", {update("1", "7")}});
    QCOMPARE(bench.http.count("POST", kUpdate), std::size_t(1));
    bench.client->stop();
    QVERIFY(bench.http.open().empty());
    QVERIFY(bench.listener.writes.empty());
}

void WritesTest::nothingIsDoneBeforeStartOrAfterStop() {
    ClientBench bench;
    bench.client->request(WriteRequest{RequestId(6), "contacts", {update("1", "7")}});
    bench.client->request(connectors::ReadRequest{RequestId(7), "contacts", {"1"}, {"phone"}, {}});
    QVERIFY(bench.http.sent().empty());
    bench.start();
    bench.client->stop();
    const std::size_t sent = bench.http.sent().size();
    bench.client->request(WriteRequest{RequestId(6), "contacts", {update("1", "7")}});
    QCOMPARE(bench.http.sent().size(), sent);
}

QTEST_GUILESS_MAIN(WritesTest)
#include "writes_test.moc"
