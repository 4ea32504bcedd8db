#include "engine/connectors/hubspot/api_problem.h"

#include <QTest>

using namespace syncline;
using namespace syncline::connectors::hubspot;
using namespace std::chrono_literals;
using base::ErrorCode;
using connectors::HttpResponse;

Q_DECLARE_METATYPE(ErrorCode)

class ApiProblemTest : public QObject {
    Q_OBJECT

private slots:
    void properties_areReadFromErrorsAndMessage();
    void existingRecord_data();
    void existingRecord();
    void pause_data();
    void pause();
    void error_saysWhatToDo_data();
    void error_saysWhatToDo();
};

/// The answer of a recording in which the message names more than errors[] does.
void ApiProblemTest::properties_areReadFromErrorsAndMessage() {
    const HttpResponse response{
        400,
        {},
        R"({"status":"error","message":"Property values were not valid: [{\"isValid\":false,\"message\":\"gold was not one of the allowed options: [bronze, silver]\",\"error\":\"INVALID_OPTION\",\"name\":\"tier\"},{\"isValid\":false,\"message\":\"Property \\\"nope\\\" does not exist\",\"error\":\"PROPERTY_DOESNT_EXIST\",\"name\":\"nope\"}]","correlationId":"a996","errors":[{"message":"gold was not one of the allowed options: [bronze, silver]","code":"INVALID_OPTION","context":{"propertyName":["tier"]}}],"category":"VALIDATION_ERROR"})"};
    const ApiProblem problem = problemOf(response);
    QCOMPARE(problem.category, "VALIDATION_ERROR");
    const std::vector<std::string> names{"tier", "nope"};
    QVERIFY(problem.propertyNames() == names);
    QCOMPARE(problem.properties[0].code, "INVALID_OPTION");
    QCOMPARE(problem.properties[1].code, "PROPERTY_DOESNT_EXIST");
    QVERIFY(!problem.isClash());
}

void ApiProblemTest::existingRecord_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("in the message") << QByteArray(
        R"({"message":"Contact already exists. Existing ID: 171591000198","category":"CONFLICT"})");
    QTest::newRow("in the context") << QByteArray(
        R"({"message":"Contact already exists","category":"CONFLICT","context":{"existingId":["171591000198"]}})");
    QTest::newRow("a unique property") << QByteArray(
        R"({"message":"Cannot set sf_contact_id to 003. 171591000198 already has that value.","category":"VALIDATION_ERROR","errors":[{"message":"171591000198 already has that value.","code":"CONFLICTING_UNIQUE_VALUE","context":{"propertyName":["sf_contact_id"]}}]})");
}

void ApiProblemTest::existingRecord() {
    QFETCH(QByteArray, body);
    const ApiProblem problem = problemOf(HttpResponse{409, {}, body.toStdString()});
    QVERIFY(problem.isClash());
    QCOMPARE(problem.existingId, "171591000198");
}

void ApiProblemTest::pause_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("retryAfter");
    QTest::addColumn<QByteArray>("policy");
    QTest::addColumn<int>("milliseconds");
    QTest::newRow("Retry-After counts") << 429 << QByteArray("7") << QByteArray("SECONDLY") << 7000;
    QTest::newRow("a second") << 429 << QByteArray() << QByteArray("SECONDLY") << 1000;
    QTest::newRow("ten seconds") << 429 << QByteArray() << QByteArray("TEN_SECONDLY_ROLLING") << 10000;
    QTest::newRow("the day") << 429 << QByteArray() << QByteArray("DAILY") << 900000;
    QTest::newRow("a limit without a name") << 429 << QByteArray() << QByteArray() << 10000;
    QTest::newRow("a lock") << 423 << QByteArray() << QByteArray() << 2000;
    QTest::newRow("an account that moves") << 477 << QByteArray("3600") << QByteArray() << 3600000;
    QTest::newRow("not longer than a day") << 477 << QByteArray("9999999999999") << QByteArray() << 86400000;
    QTest::newRow("a server that is down") << 503 << QByteArray() << QByteArray() << 0;
    QTest::newRow("a server that says when") << 503 << QByteArray("30") << QByteArray() << 30000;
    QTest::newRow("a wrong value") << 400 << QByteArray("7") << QByteArray() << 0;
}

void ApiProblemTest::pause() {
    QFETCH(int, status);
    QFETCH(QByteArray, retryAfter);
    QFETCH(QByteArray, policy);
    QFETCH(int, milliseconds);
    HttpResponse response{status, {}, R"({"policyName":")" + policy.toStdString() + "\"}"};
    if (!retryAfter.isEmpty())
        response.headers.emplace_back("Retry-After", retryAfter.toStdString());
    QCOMPARE(static_cast<int>(pauseOf(response).count()), milliseconds);
}

void ApiProblemTest::error_saysWhatToDo_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QByteArray>("hint");
    QTest::newRow("a dead token") << 401 << QByteArray(R"({"category":"INVALID_AUTHENTICATION"})")
                                  << ErrorCode::Unauthenticated << QByteArray("SYNCLINE_HUBSPOT_REFRESH_TOKEN");
    QTest::newRow("scopes within context")
        << 403
        << QByteArray(
               R"({"category":"MISSING_SCOPES","context":{"requiredGranularScopes":["crm.objects.deals.read"]}})")
        << ErrorCode::PermissionDenied << QByteArray("crm.objects.deals.read");
    QTest::newRow("scopes within errors")
        << 403
        << QByteArray(
               R"({"category":"MISSING_SCOPES","errors":[{"context":{"requiredGranularScopes":["crm.objects.deals.read"]}}]})")
        << ErrorCode::PermissionDenied << QByteArray("crm.objects.deals.read");
    QTest::newRow("the day's requests") << 429 << QByteArray(R"({"policyName":"DAILY"})") << ErrorCode::RateLimited
                                        << QByteArray("midnight");
    QTest::newRow("a page instead of JSON")
        << 502 << QByteArray("<html>Bad Gateway</html>") << ErrorCode::Unavailable << QByteArray("tried again");
}

void ApiProblemTest::error_saysWhatToDo() {
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(ErrorCode, code);
    QFETCH(QByteArray, hint);
    const base::Error error = errorOf(HttpResponse{status, {}, body.toStdString()}, "read", "contacts");
    QCOMPARE(error.code, code);
    QVERIFY(error.hint.find(hint.toStdString()) != std::string::npos);
    QVERIFY(error.detail.find(std::to_string(status)) != std::string::npos);
    QVERIFY2(error.detail.find('<') == std::string::npos, error.detail.c_str());
}

QTEST_GUILESS_MAIN(ApiProblemTest)
#include "api_problem_test.moc"
