#include "engine/base/error.h"

#include <set>
#include <string>

#include <QtTest/QtTest>

using namespace syncline::base;

Q_DECLARE_METATYPE(Error)

class TestError : public QObject {
    Q_OBJECT

private slots:
    void code_hasAName_andRetryIsDecidedByIt_data();
    void code_hasAName_andRetryIsDecidedByIt();
    void codes_haveDistinctNames();
    void message_isOneReadableLine_data();
    void message_isOneReadableLine();
    void errors_compareByAllTheirParts();
};

void TestError::code_hasAName_andRetryIsDecidedByIt_data() {
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<bool>("retryable");
    QTest::newRow("invalid_argument") << ErrorCode::InvalidArgument << false;
    QTest::newRow("not_found") << ErrorCode::NotFound << false;
    QTest::newRow("already_exists") << ErrorCode::AlreadyExists << false;
    QTest::newRow("permission_denied") << ErrorCode::PermissionDenied << false;
    QTest::newRow("unauthenticated") << ErrorCode::Unauthenticated << false;
    QTest::newRow("unavailable") << ErrorCode::Unavailable << true;
    QTest::newRow("timed_out") << ErrorCode::TimedOut << true;
    QTest::newRow("rate_limited") << ErrorCode::RateLimited << true;
    QTest::newRow("busy") << ErrorCode::Busy << true;
    QTest::newRow("no_space") << ErrorCode::NoSpace << false;
    QTest::newRow("corrupt") << ErrorCode::Corrupt << false;
    QTest::newRow("unsupported_version") << ErrorCode::UnsupportedVersion << false;
    QTest::newRow("limit_exceeded") << ErrorCode::LimitExceeded << false;
    QTest::newRow("protocol_violation") << ErrorCode::ProtocolViolation << false;
    QTest::newRow("cancelled") << ErrorCode::Cancelled << false;
    QTest::newRow("io") << ErrorCode::Io << false;
    QTest::newRow("internal") << ErrorCode::Internal << false;
}

void TestError::code_hasAName_andRetryIsDecidedByIt() {
    QFETCH(ErrorCode, code);
    QFETCH(bool, retryable);
    QCOMPARE(std::string(name(code)), std::string(QTest::currentDataTag()));
    QCOMPARE(isRetryable(code), retryable);
}

void TestError::codes_haveDistinctNames() {
    std::set<std::string_view> names;
    int count = 0;
    for (; name(static_cast<ErrorCode>(count)) != "unknown"; ++count)
        names.insert(name(static_cast<ErrorCode>(count)));
    QCOMPARE(count, 17);
    QCOMPARE(names.size(), std::size_t(17));
}

void TestError::message_isOneReadableLine_data() {
    QTest::addColumn<Error>("error");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, Error error, const char* message) {
        QTest::newRow(name) << error << QString::fromUtf8(message);
    };
    row("all parts", {ErrorCode::NoSpace, "open journal", "/a/b.db", "disk is full", "free some space"},
        "open journal /a/b.db: disk is full (free some space)");
    row("no hint", {ErrorCode::Io, "read", "x", "gone", ""}, "read x: gone");
    row("no object", {ErrorCode::Io, "read", "", "gone", ""}, "read: gone");
    row("no operation", {ErrorCode::Io, "", "x", "gone", ""}, "x: gone");
    row("detail only", {ErrorCode::Io, "", "", "gone", ""}, "gone");
    row("object only", {ErrorCode::Io, "", "x", "", ""}, "x");
    row("code only", {ErrorCode::TimedOut, "", "", "", ""}, "timed_out");
    row("code and hint", {ErrorCode::TimedOut, "", "", "", "wait"}, "timed_out (wait)");
}

void TestError::message_isOneReadableLine() {
    QFETCH(Error, error);
    QFETCH(QString, message);
    QCOMPARE(QString::fromStdString(error.message()), message);
}

void TestError::errors_compareByAllTheirParts() {
    const Error one{ErrorCode::Io, "a", "b", "c", "d"};
    QCOMPARE(one, (Error{ErrorCode::Io, "a", "b", "c", "d"}));
    QVERIFY(one != (Error{ErrorCode::Busy, "a", "b", "c", "d"}));
    QVERIFY(one != (Error{ErrorCode::Io, "a", "b", "c", "e"}));
}

QTEST_APPLESS_MAIN(TestError)
#include "test_error.moc"
