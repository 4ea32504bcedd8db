#include "engine/base/try.h"
#include "engine/sqlite/connection.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::sqlite;
using base::ErrorCode;
using base::Result;

namespace {

/// Binds the value, lets SQLite hand it back, and reads it as the column type.
template <typename Column, typename Value>
Result<Column> roundTrip(Connection& connection, const Value& value) {
    TRY_ASSIGN(Statement statement, connection.prepare("SELECT ?"));
    TRY(statement.bind(value));
    TRY_ASSIGN(const bool found, statement.step());
    if (!found)
        return base::Error{ErrorCode::NotFound, "read back", {}, {}, {}};
    return statement.column<Column>(0);
}

Blob bytes(std::initializer_list<int> values) {
    Blob blob;
    for (const int value : values)
        blob.push_back(static_cast<std::byte>(value));
    return blob;
}

}  // namespace

class TestStatement : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void integers_comeBack_data();
    void integers_comeBack();
    void reals_comeBack_data();
    void reals_comeBack();
    void notANumber_isRefused();
    void texts_comeBack_data();
    void texts_comeBack();
    void blobs_comeBack();
    void emptyIsNotNull();
    void optionals_areNullOrValue();
    void views_showTheRow();
    void otherTypes_areCorrupt_data();
    void otherTypes_areCorrupt();
    void row_readsAllColumns_orTheFirstError();
    void bind_wantsAllParameters();
    void bind_startsOver();
    void failedStep_canBeRepeated();
    void steppingPastTheEnd_startsOver();
    void cache_givesTheSameStatementBackClean();
    void cache_lendsOneTextTwice();
    void cache_dropsTheLeastRecentlyUsed();
    void statementGivenBack_releasesItsLocks();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::optional<Connection> m_connection;
};

void TestStatement::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    Result<Connection> opened = Connection::open(m_folder->path().toStdString() + "/a.db", {});
    QVERIFY(opened);
    m_connection = *std::move(opened);
}

void TestStatement::cleanup() {
    m_connection.reset();
}

void TestStatement::integers_comeBack_data() {
    QTest::addColumn<qint64>("value");
    QTest::newRow("zero") << qint64(0);
    QTest::newRow("minus one") << qint64(-1);
    QTest::newRow("lowest") << std::numeric_limits<qint64>::min();
    QTest::newRow("highest") << std::numeric_limits<qint64>::max();
}

void TestStatement::integers_comeBack() {
    QFETCH(qint64, value);
    QCOMPARE(qint64(*roundTrip<std::int64_t>(*m_connection, static_cast<std::int64_t>(value))), value);
    QCOMPARE(*roundTrip<std::int64_t>(*m_connection, std::uint32_t(4294967295)), std::int64_t(4294967295));
    QCOMPARE(*roundTrip<std::int64_t>(*m_connection, true), std::int64_t(1));
}

void TestStatement::reals_comeBack_data() {
    QTest::addColumn<double>("value");
    QTest::newRow("zero") << 0.0;
    QTest::newRow("a tenth") << 0.1;
    QTest::newRow("whole") << 3.0;
    QTest::newRow("smallest") << std::numeric_limits<double>::denorm_min();
    QTest::newRow("greatest") << std::numeric_limits<double>::max();
    QTest::newRow("infinite") << -std::numeric_limits<double>::infinity();
}

void TestStatement::reals_comeBack() {
    QFETCH(double, value);
    QVERIFY(*roundTrip<double>(*m_connection, value) == value);
    QCOMPARE(*roundTrip<double>(*m_connection, 7), 7.0);
}

void TestStatement::notANumber_isRefused() {
    const auto result = roundTrip<double>(*m_connection, std::nan(""));
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::InvalidArgument);
}

void TestStatement::texts_comeBack_data() {
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("letters of the world") << QByteArray("Žižek 😀");
    QTest::newRow("with a zero inside") << QByteArray("a\0b", 3);
    QTest::newRow("quotes") << QByteArray("'); DROP TABLE t; --");
    QTest::newRow("long") << QByteArray(100000, 'x');
}

void TestStatement::texts_comeBack() {
    QFETCH(QByteArray, value);
    const std::string text = value.toStdString();
    QCOMPARE(*roundTrip<std::string>(*m_connection, text), text);
    QCOMPARE(*roundTrip<std::string>(*m_connection, std::string_view(text)), text);
    QCOMPARE(*roundTrip<std::string>(*m_connection, "literal"), std::string("literal"));
}

void TestStatement::blobs_comeBack() {
    const Blob blob = bytes({0, 255, 0, 7});
    QVERIFY(*roundTrip<Blob>(*m_connection, blob) == blob);
    QVERIFY(*roundTrip<Blob>(*m_connection, BlobView(blob).subspan(1, 2)) == bytes({255, 0}));
    QVERIFY(*roundTrip<Blob>(*m_connection, std::array{std::byte(9)}) == bytes({9}));
}

void TestStatement::emptyIsNotNull() {
    QCOMPARE(*roundTrip<std::optional<std::string>>(*m_connection, std::string_view()), std::string());
    QVERIFY(*roundTrip<std::optional<Blob>>(*m_connection, BlobView()) == Blob());
}

void TestStatement::optionals_areNullOrValue() {
    QVERIFY(!roundTrip<std::optional<std::int64_t>>(*m_connection, std::nullopt)->has_value());
    QVERIFY(!roundTrip<std::optional<std::string>>(*m_connection, std::optional<std::string>())->has_value());
    QCOMPARE(*roundTrip<std::optional<std::string>>(*m_connection, std::optional<std::string>("x")), std::string("x"));
    QCOMPARE(*roundTrip<std::optional<std::int64_t>>(*m_connection, std::optional<int>(5)), std::int64_t(5));
    QCOMPARE(*roundTrip<std::optional<double>>(*m_connection, 0.5), 0.5);
}

void TestStatement::views_showTheRow() {
    Result<Statement> statement = m_connection->prepare("SELECT 'text', x'0102'");
    QVERIFY(statement && *statement->step());
    QVERIFY(*statement->column<std::string_view>(0) == "text");
    const BlobView view = *statement->column<BlobView>(1);
    QVERIFY(Blob(view.begin(), view.end()) == bytes({1, 2}));
}

void TestStatement::otherTypes_areCorrupt_data() {
    QTest::addColumn<QString>("sql");
    QTest::addColumn<bool>("integer");
    QTest::addColumn<bool>("real");
    QTest::addColumn<bool>("text");
    QTest::addColumn<bool>("blob");
    QTest::newRow("integer") << "SELECT 5 AS c" << true << true << false << false;
    QTest::newRow("real") << "SELECT 5.5 AS c" << false << true << false << false;
    QTest::newRow("text") << "SELECT '5' AS c" << false << false << true << false;
    QTest::newRow("blob") << "SELECT x'35' AS c" << false << false << false << true;
    QTest::newRow("null") << "SELECT NULL AS c" << false << false << false << false;
}

void TestStatement::otherTypes_areCorrupt() {
    QFETCH(QString, sql);
    QFETCH(bool, integer);
    QFETCH(bool, real);
    QFETCH(bool, text);
    QFETCH(bool, blob);
    Result<Statement> statement = m_connection->prepare(sql.toStdString());
    QVERIFY(statement && *statement->step());
    QCOMPARE(statement->column<std::int64_t>(0).has_value(), integer);
    QCOMPARE(statement->column<double>(0).has_value(), real);
    QCOMPARE(statement->column<std::string>(0).has_value(), text);
    QCOMPARE(statement->column<Blob>(0).has_value(), blob);
    const bool isNull = !integer && !real && !text && !blob;
    QCOMPARE(statement->column<std::optional<std::string>>(0).has_value(), text || isNull);
    const base::Error error =
        integer || real ? statement->column<Blob>(0).error() : statement->column<std::int64_t>(0).error();
    QCOMPARE(error.code, ErrorCode::Corrupt);
    QVERIFY(error.operation.starts_with("read column c of"));
    QVERIFY(error.object.ends_with("/a.db"));
}

void TestStatement::row_readsAllColumns_orTheFirstError() {
    Result<Statement> statement = m_connection->prepare("SELECT 1, 'two', NULL, 4.5");
    QVERIFY(statement && *statement->step());
    const auto row = statement->row<std::int64_t, std::string, std::optional<Blob>, double>();
    QVERIFY(row);
    QVERIFY((*row == std::tuple(std::int64_t(1), std::string("two"), std::optional<Blob>(), 4.5)));
    const auto wrong = statement->row<std::int64_t, std::int64_t, std::int64_t>();
    QVERIFY(!wrong);
    QVERIFY(wrong.error().message().find("expected INTEGER, found TEXT") != std::string::npos);
    const auto beyond = statement->row<std::int64_t, std::string, std::optional<Blob>, double, std::int64_t>();
    QVERIFY(!beyond);
}

void TestStatement::bind_wantsAllParameters() {
    Result<Statement> statement = m_connection->prepare("SELECT ?, ?");
    QVERIFY(statement);
    QCOMPARE(statement->bind().error().code, ErrorCode::Internal);
    QCOMPARE(statement->bind(1).error().code, ErrorCode::Internal);
    QVERIFY(statement->bind(1, 2));
    QCOMPARE(statement->bind(1, 2, 3).error().code, ErrorCode::Internal);
}

void TestStatement::bind_startsOver() {
    Result<Statement> statement = m_connection->prepare("SELECT ? UNION ALL SELECT 99");
    QVERIFY(statement);
    for (int value = 1; value <= 3; ++value) {
        QVERIFY(statement->bind(value));
        QVERIFY(*statement->step());
        QCOMPARE(*statement->column<std::int64_t>(0), std::int64_t(value));
    }
}

void TestStatement::failedStep_canBeRepeated() {
    QVERIFY(m_connection->runScript("CREATE TABLE t(id INTEGER PRIMARY KEY) STRICT"));
    Result<Statement> insert = m_connection->prepare("INSERT INTO t(id) VALUES(?)");
    QVERIFY(insert);
    QVERIFY(insert->bind(1));
    QVERIFY(insert->run());
    QVERIFY(insert->bind(1));
    const Result<void> again = insert->run();
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::AlreadyExists);
    QVERIFY(insert->bind(2));
    QVERIFY(insert->run());
    QCOMPARE(m_connection->lastRowId(), std::int64_t(2));
}

void TestStatement::steppingPastTheEnd_startsOver() {
    Result<Statement> statement = m_connection->prepare("SELECT 1");
    QVERIFY(statement);
    for (int round = 0; round < 2; ++round) {
        QVERIFY(*statement->step());
        QVERIFY(!*statement->step());
    }
}

void TestStatement::cache_givesTheSameStatementBackClean() {
    const std::string sql = "SELECT ?";
    {
        Result<Statement> first = m_connection->prepare(sql);
        QVERIFY(first && first->bind("left over") && *first->step());
    }
    // Blanks around the text do not make it another.
    Result<Statement> second = m_connection->prepare("  " + sql + "\n");
    QVERIFY(second && *second->step());
    QVERIFY(!second->column<std::optional<std::string>>(0)->has_value());
}

void TestStatement::cache_lendsOneTextTwice() {
    Result<Statement> outer = m_connection->prepare("SELECT ? UNION ALL SELECT 9");
    Result<Statement> inner = m_connection->prepare("SELECT ? UNION ALL SELECT 9");
    QVERIFY(outer && inner && outer->bind(1) && inner->bind(2));
    QVERIFY(*outer->step() && *inner->step());
    QCOMPARE(*outer->column<std::int64_t>(0), std::int64_t(1));
    QCOMPARE(*inner->column<std::int64_t>(0), std::int64_t(2));
}

void TestStatement::cache_dropsTheLeastRecentlyUsed() {
    // Past the cache's size the first texts are prepared anew; each must still give its own answer.
    for (int round = 0; round < 2; ++round) {
        for (std::size_t i = 0; i < StatementCache::kMostIdle * 2; ++i) {
            Result<Statement> statement = m_connection->prepare("SELECT " + std::to_string(i));
            QVERIFY(statement && *statement->step());
            QCOMPARE(*statement->column<std::int64_t>(0), static_cast<std::int64_t>(i));
        }
    }
}

void TestStatement::statementGivenBack_releasesItsLocks() {
    QVERIFY(m_connection->runScript("CREATE TABLE t(a INTEGER) STRICT; INSERT INTO t VALUES(1), (2)"));
    {
        Result<Statement> reading = m_connection->prepare("SELECT a FROM t");
        QVERIFY(reading && *reading->step());
        QVERIFY(!m_connection->runScript("DROP TABLE t"));
    }
    QVERIFY(m_connection->runScript("DROP TABLE t"));
}

QTEST_APPLESS_MAIN(TestStatement)
#include "test_statement.moc"
