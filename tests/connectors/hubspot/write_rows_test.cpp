#include "engine/connectors/hubspot/write_rows.h"

#include "tests/connectors/hubspot/client_bench.h"

#include <QTest>

using namespace syncline;
using namespace syncline::connectors::hubspot;
using connectors::HttpAnswer;
using connectors::RecordWrite;
using connectors::RequestId;
using connectors::SideField;
using connectors::WriteEffect;
using connectors::WriteRequest;
using test::answer;
using test::noAnswer;

Q_DECLARE_METATYPE(WriteEffect)
Q_DECLARE_METATYPE(HttpAnswer)

namespace {

/// Three updates; only "c" writes a score.
WriteRequest updates() {
    WriteRequest request;
    request.id = RequestId(7);
    request.object = "contacts";
    request.records = {RecordWrite{"11", std::nullopt, {{"phone", "1"}, {"lifecyclestage", "lead"}}},
                       RecordWrite{"12", std::nullopt, {{"phone", "2"}}},
                       RecordWrite{"13", std::nullopt, {{"phone", std::nullopt}, {"score", "x"}}}};
    return request;
}

WriteRequest creates() {
    WriteRequest request;
    request.id = RequestId(8);
    request.object = "contacts";
    request.records = {RecordWrite{std::nullopt, SideField{"sf_contact_id", "003A"}, {{"email", "a@example.com"}}},
                       RecordWrite{std::nullopt, SideField{"sf_contact_id", "003B"}, {{"email", "b@example.com"}}}};
    return request;
}

std::string effects(const RowOutcomes& outcomes) {
    std::string text;
    for (const connectors::RecordWritten& row : outcomes.rows) {
        constexpr std::string_view kNames[] = {"done", "none", "unknown", "permanent"};
        text += (text.empty() ? "" : " ") + std::string(kNames[static_cast<std::size_t>(row.effect)]);
    }
    return text;
}

}  // namespace

class WriteRowsTest : public QObject {
    Q_OBJECT

private slots:
    void body_updates();
    void body_upserts();
    void effectsOfUpdates_data();
    void effectsOfUpdates();
    void effectsOfUpserts_data();
    void effectsOfUpserts();
    void badRow_isNamedWithItsFields();
    void clash_namesTheExistingRecord();
    void stageThatStayed_isNotDone();
    void unnamedBadRow_isUnclear();
};

namespace {

// Behind the class: moc does not understand what is escaped in them.
const std::string kInvalidScore =
    R"({"status":"error","category":"VALIDATION_ERROR","message":"Property values were not valid: [{\"isValid\":false,\"message\":\"x was not a valid number.\",\"error\":\"INVALID_INTEGER\",\"name\":\"score\"}]","errors":[]})";
const std::string kInvalidPhone =
    R"({"status":"error","category":"VALIDATION_ERROR","message":"Property values were not valid: [{\"isValid\":false,\"message\":\"no\",\"error\":\"INVALID\",\"name\":\"phone\"}]"})";

}  // namespace

void WriteRowsTest::body_updates() {
    QCOMPARE(batchBody(rowsOf(updates(), nullptr)),
             R"({"inputs":[{"properties":{"phone":"1","lifecyclestage":"lead"},"objectWriteTraceId":"w7-0","id":"11"},)"
             R"({"properties":{"phone":"2"},"objectWriteTraceId":"w7-1","id":"12"},)"
             R"({"properties":{"phone":"","score":"x"},"objectWriteTraceId":"w7-2","id":"13"}]})");
}

void WriteRowsTest::body_upserts() {
    const auto rows = rowsOf(creates(), nullptr);
    QVERIFY(rows[0].verb == WriteVerb::Upsert);
    QCOMPARE(
        batchBody({rows[0]}),
        R"({"inputs":[{"properties":{"email":"a@example.com","sf_contact_id":"003A"},"objectWriteTraceId":"w8-0","id":"003A","idProperty":"sf_contact_id"}]})");
}

void WriteRowsTest::effectsOfUpdates_data() {
    QTest::addColumn<HttpAnswer>("got");
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<int>("pause");
    const auto row = [](const char* name, const HttpAnswer& got, const char* expected, int pause = 0) {
        QTest::newRow(name) << got << QByteArray(expected) << pause;
    };
    const std::string all = R"({"results":[{"id":"13"},{"id":"11"},{"id":"12"}]})";
    row("all done, in another order", answer(200, all), "done done done");
    row("results by trace id",
        answer(
            200,
            R"({"results":[{"id":"11","objectWriteTraceId":"w7-0"},{"id":"99","objectWriteTraceId":"w7-1"},{"id":"13","objectWriteTraceId":"w7-2"}]})"),
        "done done done");
    row("207: one refused by trace id",
        answer(
            207,
            R"({"results":[{"id":"11"},{"id":"13"}],"numErrors":1,"errors":[{"category":"VALIDATION_ERROR","message":"m","context":{"objectWriteTraceId":["w7-1"]}}]})"),
        "done permanent done");
    row("200 with an error row",
        answer(
            200,
            R"({"results":[{"id":"11"},{"id":"13"}],"errors":[{"category":"OBJECT_NOT_FOUND","message":"m","context":{"ids":["12"]}}]})"),
        "done permanent done");
    row("an error row that names nobody",
        answer(207,
               R"({"results":[{"id":"11"},{"id":"13"}],"errors":[{"category":"VALIDATION_ERROR","message":"m"}]})"),
        "done permanent done");
    row("a row that nobody speaks of", answer(200, R"({"results":[{"id":"11"},{"id":"13"}]})"), "done unknown done");
    row("a row refused for its rate",
        answer(
            207,
            R"({"results":[{"id":"11"},{"id":"13"}],"errors":[{"category":"RATE_LIMITS","context":{"objectWriteTraceId":["w7-1"]}}]})"),
        "done none done");
    row("400 for a property of one row", answer(400, kInvalidScore), "none none permanent");
    row("400 that names a row's id",
        answer(
            400,
            R"({"category":"VALIDATION_ERROR","message":"Duplicate IDs found in batch input: [12]. IDs must be unique","context":{"ids":["12"]}})"),
        "none permanent none");
    row("429", answer(429, R"({"errorType":"RATE_LIMIT","policyName":"TEN_SECONDLY_ROLLING"})"), "none none none",
        10000);
    row("423", answer(423, R"({"category":"LOCKED"})"), "none none none", 2000);
    row("477", answer(477, "{}", {{"Retry-After", "60"}}), "none none none", 60000);
    row("401 twice", answer(401, R"({"category":"EXPIRED_AUTHENTICATION"})"), "none none none");
    row("403", answer(403, R"({"category":"MISSING_SCOPES"})"), "none none none", 60000);
    row("500", answer(500, "oops"), "unknown unknown unknown");
    row("503", answer(503, ""), "unknown unknown unknown");
    row("408", answer(408, ""), "unknown unknown unknown");
    row("half an answer", answer(200, R"({"results":[{"id":"1)"), "unknown unknown unknown");
    row("cut off", noAnswer(base::ErrorCode::Unavailable, true), "unknown unknown unknown");
    row("never connected", noAnswer(base::ErrorCode::Unavailable, false), "none none none");
}

void WriteRowsTest::effectsOfUpdates() {
    QFETCH(HttpAnswer, got);
    QFETCH(QByteArray, expected);
    QFETCH(int, pause);
    const RowOutcomes outcomes = readOutcomes(rowsOf(updates(), nullptr), got);
    QCOMPARE(QByteArray::fromStdString(effects(outcomes)), expected);
    QCOMPARE(static_cast<int>(outcomes.pause.count()), pause);
    QVERIFY(outcomes.unclear.empty());
}

void WriteRowsTest::effectsOfUpserts_data() {
    QTest::addColumn<HttpAnswer>("got");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("results known by their key") << answer(
        200,
        R"({"results":[{"id":"2","new":true,"properties":{"sf_contact_id":"003B"}},{"id":"1","new":false,"properties":{"sf_contact_id":"003A"}}]})")
                                                << QByteArray("done done");
    QTest::newRow("an error row known by its key") << answer(
        207,
        R"({"results":[{"id":"2","properties":{"sf_contact_id":"003B"}}],"errors":[{"category":"VALIDATION_ERROR","context":{"ids":["003A"]}}]})")
                                                   << QByteArray("permanent done");
}

void WriteRowsTest::effectsOfUpserts() {
    QFETCH(HttpAnswer, got);
    QFETCH(QByteArray, expected);
    const RowOutcomes outcomes = readOutcomes(rowsOf(creates(), nullptr), got);
    QCOMPARE(QByteArray::fromStdString(effects(outcomes)), expected);
    QCOMPARE(outcomes.rows[1].id, "2");
}

void WriteRowsTest::badRow_isNamedWithItsFields() {
    const RowOutcomes outcomes = readOutcomes(rowsOf(updates(), nullptr), answer(400, kInvalidScore));
    const connectors::RecordWritten& bad = outcomes.rows[2];
    QCOMPARE(bad.code, "INVALID_INTEGER");
    QVERIFY(bad.fields == std::vector<std::string>{"score"});
    QVERIFY(bad.message.find("x was not a valid number.") != std::string::npos);
    QVERIFY(outcomes.rows[0].fields.empty());
}

void WriteRowsTest::clash_namesTheExistingRecord() {
    const RowOutcomes outcomes = readOutcomes(
        rowsOf(creates(), nullptr),
        answer(
            207,
            R"({"results":[],"errors":[{"category":"CONFLICT","message":"Contact already exists. Existing ID: 44","context":{"objectWriteTraceId":["w8-0"],"existingId":["44"]}},{"category":"VALIDATION_ERROR","message":"Cannot set sf_contact_id to 003B. 45 already has that value.","errors":[{"message":"45 already has that value.","code":"CONFLICTING_UNIQUE_VALUE","context":{"propertyName":["sf_contact_id"]}}],"context":{"objectWriteTraceId":["w8-1"]}}]})"));
    QCOMPARE(effects(outcomes), "permanent permanent");
    QCOMPARE(outcomes.rows[0].code, "CONFLICT");
    QCOMPARE(outcomes.rows[0].id, "44");
    QCOMPARE(outcomes.rows[1].code, "CONFLICT");
    QCOMPARE(outcomes.rows[1].id, "45");
    QVERIFY(outcomes.rows[1].fields == std::vector<std::string>{"sf_contact_id"});
}

void WriteRowsTest::stageThatStayed_isNotDone() {
    const auto rows = rowsOf(updates(), nullptr);
    const RowOutcomes stayed = readOutcomes(
        rows,
        answer(
            200,
            R"({"results":[{"id":"11","properties":{"phone":"1","lifecyclestage":"customer"}},{"id":"12"},{"id":"13"}]})"));
    QCOMPARE(effects(stayed), "permanent done done");
    QCOMPARE(stayed.rows[0].code, "NOT_APPLIED");
    QVERIFY(stayed.rows[0].fields == std::vector<std::string>{"lifecyclestage"});
    const RowOutcomes moved = readOutcomes(
        rows,
        answer(
            200,
            R"({"results":[{"id":"11","properties":{"phone":"+1","lifecyclestage":"lead"}},{"id":"12"},{"id":"13"}]})"));
    QCOMPARE(effects(moved), "done done done");
}

void WriteRowsTest::unnamedBadRow_isUnclear() {
    const RowOutcomes outcomes = readOutcomes(rowsOf(updates(), nullptr), answer(400, kInvalidPhone));
    const std::vector<std::size_t> every{0, 1, 2};
    QVERIFY(outcomes.unclear == every);
    const WriteRequest one{RequestId(9), "contacts", {updates().records[0]}};
    const RowOutcomes alone = readOutcomes(rowsOf(one, nullptr), answer(400, kInvalidPhone));
    QCOMPARE(effects(alone), "permanent");
    QVERIFY(alone.unclear.empty());
}

QTEST_GUILESS_MAIN(WriteRowsTest)
#include "write_rows_test.moc"
