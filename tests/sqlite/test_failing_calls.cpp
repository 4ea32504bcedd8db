#include "engine/base/clock.h"
#include "engine/base/try.h"
#include "engine/sqlite/connection.h"
#include "engine/sqlite/migrator.h"
#include "engine/sqlite/transaction.h"
#include "tests/sqlite/failing_vfs.h"

#include <filesystem>
#include <optional>
#include <string>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::sqlite;
using namespace syncline::test;
using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

constexpr int kOldRows = 20;
constexpr int kNewRows = 60;
constexpr std::size_t kRowSize = 700;

/// More than the work can need; a loop that gets here does not end.
constexpr std::int64_t kMostCalls = 5000;

const Schema kFirst{"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT NOT NULL) STRICT;", {}};
const Schema kSecond{
    "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT NOT NULL, b TEXT NOT NULL) STRICT;",
    {"CREATE TABLE n(id INTEGER PRIMARY KEY, a TEXT NOT NULL, b TEXT NOT NULL) STRICT;"
     "INSERT INTO n SELECT id, a, 'b' || a FROM t; DROP TABLE t; ALTER TABLE n RENAME TO t;"},
};
const base::ManualClock kClock(base::WallTime(std::chrono::milliseconds(1795536000000)));

Result<void> insertRows(Connection& connection, int first, int count) {
    TRY_ASSIGN(Statement insert, connection.prepare("INSERT INTO t(id, a) VALUES(?, ?)"));
    for (int id = first; id < first + count; ++id) {
        TRY(insert.bind(id, std::string(kRowSize, static_cast<char>('a' + id % 26))));
        TRY(insert.run());
    }
    return {};
}

/// A cache of a few pages, so that the work is written before the commit, too.
OpenOptions options(bool wal) {
    return {.wal = wal, .busyTimeout = std::chrono::milliseconds(0), .cacheKiB = 20, .vfs = FailingVfs::kName};
}

Result<void> makeFile(const std::filesystem::path& path, bool wal) {
    TRY_ASSIGN(Connection connection, Connection::open(path, options(wal)));
    TRY(Migrator(kFirst, kClock).migrate(connection));
    TRY_ASSIGN(Transaction transaction, Transaction::begin(connection));
    TRY(insertRows(connection, 1, kOldRows));
    return transaction.commit();
}

/// What the one who did the work was told.
struct Told {
    bool commitAsked = false;
    std::optional<Error> error;
};

Result<void> addRows(Connection& connection, Told& told) {
    TRY_ASSIGN(Transaction transaction, Transaction::begin(connection));
    TRY(insertRows(connection, kOldRows + 1, kNewRows));
    told.commitAsked = true;
    return transaction.commit();
}

Told openAndAddRows(const std::filesystem::path& path, bool wal) {
    Told told;
    Result<Connection> connection = Connection::open(path, options(wal));
    const Result<void> done = connection ? addRows(*connection, told) : Result<void>(connection.error());
    if (!done)
        told.error = done.error();
    return told;
}

Result<std::int64_t> countRows(Connection& connection) {
    TRY_ASSIGN(Statement statement,
               connection.prepare("SELECT count(*) FROM t WHERE length(a) = ? AND unicode(a) = 97 + id % 26"));
    TRY(statement.bind(static_cast<int>(kRowSize)));
    TRY(statement.step());
    return statement.column<std::int64_t>(0);
}

/// Opens the file as the next start of the program does, and counts the good rows.
Result<std::int64_t> countRowsAnew(const std::filesystem::path& path, bool wal) {
    TRY_ASSIGN(Connection connection, Connection::open(path, options(wal)));
    TRY(connection.checkIntegrity());
    return countRows(connection);
}

ErrorCode expectedCode(FailureKind kind) {
    return kind == FailureKind::Space ? ErrorCode::NoSpace : ErrorCode::Io;
}

QByteArray at(std::int64_t nth, const Error& error) {
    return "call " + QByteArray::number(qint64(nth)) + ": " + QByteArray::fromStdString(error.message());
}

}  // namespace

class TestFailingCalls : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void transaction_isThereWholeOrNotAtAll_data() { rows(); }
    void transaction_isThereWholeOrNotAtAll();
    void transaction_canBeRepeatedOnTheSameConnection_data() { rows(); }
    void transaction_canBeRepeatedOnTheSameConnection();
    void upgrade_isThereWholeOrNotAtAll_data();
    void upgrade_isThereWholeOrNotAtAll();

private:
    static void rows();
    /// A folder of its own for each call that fails, with a copy of the file to work on.
    [[nodiscard]] Result<std::filesystem::path> freshFile(std::int64_t nth, bool wal);
    void checkSavedCopies(const std::filesystem::path& folder, bool upgraded);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FailingVfs> m_vfs;
};

void TestFailingCalls::rows() {
    QTest::addColumn<bool>("wal");
    QTest::addColumn<FailureKind>("kind");
    QTest::addColumn<FailureSpan>("span");
    QTest::newRow("WAL, device fails once") << true << FailureKind::Device << FailureSpan::Once;
    QTest::newRow("WAL, device fails for good") << true << FailureKind::Device << FailureSpan::ForGood;
    QTest::newRow("WAL, disk full once") << true << FailureKind::Space << FailureSpan::Once;
    QTest::newRow("WAL, disk full for good") << true << FailureKind::Space << FailureSpan::ForGood;
    QTest::newRow("journal, device fails once") << false << FailureKind::Device << FailureSpan::Once;
    QTest::newRow("journal, device fails for good") << false << FailureKind::Device << FailureSpan::ForGood;
    QTest::newRow("journal, disk full once") << false << FailureKind::Space << FailureSpan::Once;
    QTest::newRow("journal, disk full for good") << false << FailureKind::Space << FailureSpan::ForGood;
}

void TestFailingCalls::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    m_vfs = std::make_unique<FailingVfs>();
}

void TestFailingCalls::cleanup() {
    m_vfs.reset();
}

Result<std::filesystem::path> TestFailingCalls::freshFile(std::int64_t nth, bool wal) {
    const std::filesystem::path root = m_folder->path().toStdString();
    if (nth == 1)
        TRY(makeFile(root / "first.db", wal));
    const std::filesystem::path folder = root / std::to_string(nth);
    std::filesystem::create_directory(folder);
    std::filesystem::copy_file(root / "first.db", folder / "a.db");
    return folder / "a.db";
}

void TestFailingCalls::transaction_isThereWholeOrNotAtAll() {
    QFETCH(bool, wal);
    QFETCH(FailureKind, kind);
    QFETCH(FailureSpan, span);
    int told = 0;
    int hidden = 0;
    for (std::int64_t nth = 1;; ++nth) {
        QVERIFY(nth < kMostCalls);
        const std::filesystem::path file = *freshFile(nth, wal);
        m_vfs->arm(nth, kind, span);
        const Told outcome = openAndAddRows(file, wal);
        m_vfs->disarm();

        const Result<std::int64_t> found = countRowsAnew(file, wal);
        QVERIFY2(found, found ? "" : at(nth, found.error()).constData());
        QVERIFY2(*found == kOldRows || *found == kOldRows + kNewRows, QByteArray::number(qint64(nth)).constData());
        if (!outcome.error)
            QCOMPARE(*found, kOldRows + kNewRows);
        else if (!outcome.commitAsked)
            QCOMPARE(*found, kOldRows);
        if (outcome.error)
            QVERIFY2(outcome.error->code == expectedCode(kind), at(nth, *outcome.error).constData());
        if (m_vfs->failures() == 0)
            break;
        ++(outcome.error ? told : hidden);
    }
    qInfo("%d failing calls were reported, %d did not matter", told, hidden);
    QVERIFY(told >= (kind == FailureKind::Space ? 10 : 30));
}

void TestFailingCalls::transaction_canBeRepeatedOnTheSameConnection() {
    QFETCH(bool, wal);
    QFETCH(FailureKind, kind);
    QFETCH(FailureSpan, span);
    for (std::int64_t nth = 1;; ++nth) {
        QVERIFY(nth < kMostCalls);
        const std::filesystem::path file = *freshFile(nth, wal);
        Result<Connection> connection = Connection::open(file, options(wal));
        QVERIFY(connection);
        m_vfs->arm(nth, kind, span);
        Told told;
        const Result<void> first = addRows(*connection, told);
        m_vfs->disarm();

        QVERIFY(!connection->inTransaction());
        if (!first) {
            QCOMPARE(*countRows(*connection), kOldRows);
            const Result<void> second = addRows(*connection, told);
            QVERIFY2(second, second ? "" : at(nth, second.error()).constData());
        }
        QCOMPARE(*countRows(*connection), kOldRows + kNewRows);
        QVERIFY(connection->checkIntegrity());
        if (m_vfs->failures() == 0)
            break;
    }
}

void TestFailingCalls::checkSavedCopies(const std::filesystem::path& folder, bool upgraded) {
    int copies = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with("a.db.version-1-2026"))
            continue;
        ++copies;
        Result<Connection> copy =
            Connection::open(entry.path(), {.mode = OpenMode::ReadOnly, .vfs = FailingVfs::kName});
        QVERIFY(copy);
        QVERIFY(copy->checkIntegrity());
        QCOMPARE(*readVersion(*copy), 1);
        QCOMPARE(*countRows(*copy), kOldRows);
    }
    QVERIFY(copies == 1 || (copies == 0 && !upgraded));
}

void TestFailingCalls::upgrade_isThereWholeOrNotAtAll_data() {
    // Each word once with each of the others; all eight would take twice the time.
    QTest::addColumn<bool>("wal");
    QTest::addColumn<FailureKind>("kind");
    QTest::addColumn<FailureSpan>("span");
    QTest::newRow("WAL, device fails once") << true << FailureKind::Device << FailureSpan::Once;
    QTest::newRow("WAL, disk full for good") << true << FailureKind::Space << FailureSpan::ForGood;
    QTest::newRow("journal, device fails for good") << false << FailureKind::Device << FailureSpan::ForGood;
    QTest::newRow("journal, disk full once") << false << FailureKind::Space << FailureSpan::Once;
}

void TestFailingCalls::upgrade_isThereWholeOrNotAtAll() {
    QFETCH(bool, wal);
    QFETCH(FailureKind, kind);
    QFETCH(FailureSpan, span);
    for (std::int64_t nth = 1;; ++nth) {
        QVERIFY(nth < kMostCalls);
        const std::filesystem::path file = *freshFile(nth, wal);
        std::optional<Error> error;
        {
            Result<Connection> connection = Connection::open(file, options(wal));
            QVERIFY(connection);
            m_vfs->arm(nth, kind, span);
            const Result<Migration> migrated = Migrator(kSecond, kClock).migrate(*connection);
            if (!migrated)
                error = migrated.error();
        }
        m_vfs->disarm();
        if (error)
            QVERIFY2(error->code == expectedCode(kind), at(nth, *error).constData());
        Result<Connection> connection = Connection::open(file, options(wal));
        QVERIFY(connection);
        QVERIFY(connection->checkIntegrity());
        QCOMPARE(*countRows(*connection), kOldRows);
        const bool upgraded = *readVersion(*connection) == 2;
        QVERIFY(upgraded || (error && *readVersion(*connection) == 1));
        QCOMPARE(connection->prepare("SELECT b FROM t").has_value(), upgraded);
        checkSavedCopies(file.parent_path(), upgraded);
        if (m_vfs->failures() == 0)
            break;
    }
}

QTEST_APPLESS_MAIN(TestFailingCalls)
#include "test_failing_calls.moc"
