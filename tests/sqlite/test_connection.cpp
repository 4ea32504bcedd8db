#include "engine/base/try.h"
#include "engine/sqlite/connection.h"
#include "engine/sqlite/transaction.h"
#include "tests/sqlite/failing_vfs.h"

#include <filesystem>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::sqlite;
using base::ErrorCode;
using base::Result;

namespace {

Result<std::int64_t> number(Connection& connection, std::string_view sql) {
    TRY_ASSIGN(Statement statement, connection.prepare(sql));
    TRY(statement.bind());
    TRY_ASSIGN(const bool found, statement.step());
    if (!found)
        return base::Error{ErrorCode::NotFound, "read number", std::string(sql), {}, {}};
    return statement.column<std::int64_t>(0);
}

Result<std::string> text(Connection& connection, std::string_view sql) {
    TRY_ASSIGN(Statement statement, connection.prepare(sql));
    TRY_ASSIGN(const bool found, statement.step());
    if (!found)
        return base::Error{ErrorCode::NotFound, "read text", std::string(sql), {}, {}};
    return statement.column<std::string>(0);
}

}  // namespace

class TestConnection : public QObject {
    Q_OBJECT

private slots:
    void init();

    void open_createsAFileThatReadsBack();
    void open_takesEffect();
    void open_ofMissingFile_isNotFound_data();
    void open_ofMissingFile_isNotFound();
    void open_ofFolder_isRefused_data();
    void open_ofFolder_isRefused();
    void open_ofEmptyPath_isRefused();
    void open_ofNameThatSqliteWouldInterpret_makesAFile_data();
    void open_ofNameThatSqliteWouldInterpret_makesAFile();
    void open_ofSomethingElse_isCorrupt();
    void open_ofWriteProtectedFile_isPermissionDenied_data();
    void open_ofWriteProtectedFile_isPermissionDenied();
    void readOnly_refusesToWrite();
    void secondWriter_isBusy();
    void fullFile_isNoSpace();
    void brokenSql_isInternal_data();
    void brokenSql_isInternal();
    void foreignKeys_areEnforced();
    void movedConnection_keepsWorking();

private:
    [[nodiscard]] std::filesystem::path file(const char* name = "a.db") const {
        return std::filesystem::path(m_folder->path().toStdString()) / name;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestConnection::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestConnection::open_createsAFileThatReadsBack() {
    {
        Result<Connection> first = Connection::open(file(), {});
        QVERIFY(first);
        QVERIFY(first->runScript("CREATE TABLE t(a INTEGER NOT NULL) STRICT; CREATE INDEX i ON t(a)"));
        QVERIFY(first->run("INSERT INTO t(a) VALUES(?), (?)", 41, 42));
        QCOMPARE(first->changedRows(), 2);
        QCOMPARE(first->lastRowId(), 2);
    }
    Result<Connection> second = Connection::open(file(), {.mode = OpenMode::ReadOnly});
    QVERIFY(second);
    QCOMPARE(*number(*second, "SELECT sum(a) FROM t"), 83);
    QVERIFY(second->isReadOnly());
    QCOMPARE(second->path().filename().string(), std::string("a.db"));
    QVERIFY(second->checkIntegrity());
}

void TestConnection::open_takesEffect() {
    Result<Connection> wal = Connection::open(
        file(), {.synchronous = Synchronous::Normal, .pageSize = 16384, .foreignKeys = false, .cacheKiB = 333});
    QVERIFY(wal);
    QCOMPARE(*text(*wal, "PRAGMA journal_mode"), std::string("wal"));
    QCOMPARE(*number(*wal, "PRAGMA synchronous"), 1);
    QCOMPARE(*number(*wal, "PRAGMA page_size"), 16384);
    QCOMPARE(*number(*wal, "PRAGMA foreign_keys"), 0);
    QCOMPARE(*number(*wal, "PRAGMA cache_size"), -333);
    QCOMPARE(*number(*wal, "PRAGMA busy_timeout"), 5000);

    Result<Connection> plain = Connection::open(file("b.db"), {.wal = false, .busyTimeout = std::chrono::seconds(1)});
    QVERIFY(plain);
    QCOMPARE(*text(*plain, "PRAGMA journal_mode"), std::string("delete"));
    QCOMPARE(*number(*plain, "PRAGMA synchronous"), 2);
    QCOMPARE(*number(*plain, "PRAGMA page_size"), 4096);
    QCOMPARE(*number(*plain, "PRAGMA foreign_keys"), 1);
    QCOMPARE(*number(*plain, "PRAGMA busy_timeout"), 1000);
}

void TestConnection::open_ofMissingFile_isNotFound_data() {
    QTest::addColumn<OpenMode>("mode");
    QTest::addColumn<QString>("name");
    QTest::newRow("read and write") << OpenMode::ReadWrite << "missing.db";
    QTest::newRow("read only") << OpenMode::ReadOnly << "missing.db";
    QTest::newRow("create in a missing folder") << OpenMode::ReadWriteCreate << "missing/a.db";
}

void TestConnection::open_ofMissingFile_isNotFound() {
    QFETCH(OpenMode, mode);
    QFETCH(QString, name);
    const std::filesystem::path path = file(name.toUtf8().constData());
    const Result<Connection> opened = Connection::open(path, {.mode = mode});
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::NotFound);
    QCOMPARE(opened.error().object, path.string());
    QVERIFY(!std::filesystem::exists(path));
}

void TestConnection::open_ofFolder_isRefused_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isOld");
    QTest::addColumn<OpenMode>("mode");
    QTest::newRow("the database") << "a.db" << false << OpenMode::ReadWriteCreate;
    QTest::newRow("the database, to be read") << "a.db" << false << OpenMode::ReadOnly;
    for (const char* const name : {"a.db-wal", "a.db-shm", "a.db-journal"}) {
        QTest::addRow("%s of a new one", name) << name << false << OpenMode::ReadWriteCreate;
        QTest::addRow("%s of an old one", name) << name << true << OpenMode::ReadWriteCreate;
        QTest::addRow("%s of an old one, to be read", name) << name << true << OpenMode::ReadOnly;
    }
}

void TestConnection::open_ofFolder_isRefused() {
    QFETCH(const QString, name);
    QFETCH(const bool, isOld);
    QFETCH(const OpenMode, mode);
    if (isOld) {
        Result<Connection> made = Connection::open(file(), {});
        QVERIFY(made && made->runScript("CREATE TABLE t(a INTEGER NOT NULL) STRICT"));
    }
    const std::filesystem::path folder = file(name.toStdString().c_str());
    QVERIFY(std::filesystem::create_directory(folder));
    const Result<Connection> opened = Connection::open(file(), {.mode = mode});
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Io);
    QCOMPARE(opened.error().message(), "open database " + folder.string()
                                           + ": there is a folder where this file belongs (move the folder away or "
                                             "give it another name)");
    QVERIFY(std::filesystem::remove(folder));
    QCOMPARE(Connection::open(file(), {.mode = mode}).has_value(), isOld || mode != OpenMode::ReadOnly);
}

void TestConnection::open_ofEmptyPath_isRefused() {
    const Result<Connection> opened = Connection::open({}, {});
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::InvalidArgument);
}

void TestConnection::open_ofNameThatSqliteWouldInterpret_makesAFile_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("memory") << ":memory:";
    QTest::newRow("URI") << "file:x.db?mode=memory";
}

void TestConnection::open_ofNameThatSqliteWouldInterpret_makesAFile() {
    QFETCH(QString, name);
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(m_folder->path()));
    const Result<Connection> opened = Connection::open(name.toStdString(), {});
    QVERIFY(QDir::setCurrent(before));
    QVERIFY(opened);
    QVERIFY(std::filesystem::exists(file(name.toUtf8().constData())));
}

void TestConnection::open_ofSomethingElse_isCorrupt() {
    QFile other(QString::fromStdString(file().string()));
    QVERIFY(other.open(QIODevice::WriteOnly));
    other.write(QByteArray(4096, 'x'));
    other.close();
    const Result<Connection> opened = Connection::open(file(), {});
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Corrupt);
    QCOMPARE(opened.error().object, file().string());
}

void TestConnection::open_ofWriteProtectedFile_isPermissionDenied_data() {
    QTest::addColumn<OpenMode>("mode");
    QTest::addColumn<bool>("opens");
    QTest::newRow("create") << OpenMode::ReadWriteCreate << false;
    QTest::newRow("read and write") << OpenMode::ReadWrite << false;
    QTest::newRow("read only") << OpenMode::ReadOnly << true;
}

void TestConnection::open_ofWriteProtectedFile_isPermissionDenied() {
    QFETCH(OpenMode, mode);
    QFETCH(bool, opens);
    QVERIFY(Connection::open(file(), {.wal = false})->runScript("CREATE TABLE t(a INTEGER) STRICT"));
    // By a VFS and not by the file's mode, which does not keep root from writing.
    test::FailingVfs vfs;
    vfs.protectFromWriting();
    const Result<Connection> opened =
        Connection::open(file(), {.mode = mode, .wal = false, .vfs = test::FailingVfs::kName});
    QCOMPARE(opened.has_value(), opens);
    if (!opens)
        QCOMPARE(opened.error().code, ErrorCode::PermissionDenied);
}

void TestConnection::readOnly_refusesToWrite() {
    QVERIFY(Connection::open(file(), {})->runScript("CREATE TABLE t(a INTEGER) STRICT"));
    Result<Connection> reader = Connection::open(file(), {.mode = OpenMode::ReadOnly});
    QVERIFY(reader);
    const Result<void> written = reader->run("INSERT INTO t(a) VALUES(1)");
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::PermissionDenied);
}

void TestConnection::secondWriter_isBusy() {
    constexpr auto kNoWait = std::chrono::milliseconds(0);
    Result<Connection> first = Connection::open(file(), {.busyTimeout = kNoWait});
    Result<Connection> second = Connection::open(file(), {.busyTimeout = kNoWait});
    QVERIFY(first && second);
    Result<Transaction> writing = Transaction::begin(*first);
    QVERIFY(writing);
    const Result<Transaction> refused = Transaction::begin(*second);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Busy);
    QVERIFY(base::isRetryable(refused.error().code));
    QVERIFY(writing->commit());
    QVERIFY(Transaction::begin(*second));
}

void TestConnection::fullFile_isNoSpace() {
    Result<Connection> connection = Connection::open(file(), {});
    QVERIFY(connection);
    QVERIFY(connection->runScript("CREATE TABLE t(a BLOB) STRICT"));
    QVERIFY(connection->run("PRAGMA max_page_count=4"));
    const Result<void> written = connection->run("INSERT INTO t(a) VALUES(?)", Blob(100000));
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::NoSpace);
    QVERIFY(connection->run("INSERT INTO t(a) VALUES(?)", Blob(10)));
    QCOMPARE(*number(*connection, "SELECT count(*) FROM t"), 1);
}

void TestConnection::brokenSql_isInternal_data() {
    QTest::addColumn<QString>("sql");
    QTest::newRow("no SQL") << "FROBNICATE";
    QTest::newRow("no such table") << "SELECT a FROM t";
    QTest::newRow("nothing") << "";
    QTest::newRow("blanks") << " \n";
    QTest::newRow("comment only") << "-- nothing";
    QTest::newRow("two statements") << "SELECT 1; SELECT 2";
    QTest::newRow("double-quoted text") << "SELECT \"text\"";
    QTest::newRow("values missing") << "SELECT ?";
}

void TestConnection::brokenSql_isInternal() {
    QFETCH(QString, sql);
    Result<Connection> connection = Connection::open(file(), {});
    QVERIFY(connection);
    const Result<void> done = connection->run(sql.toStdString());
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Internal);
}

void TestConnection::foreignKeys_areEnforced() {
    Result<Connection> connection = Connection::open(file(), {});
    QVERIFY(connection);
    QVERIFY(
        connection->runScript("CREATE TABLE p(id INTEGER PRIMARY KEY) STRICT;"
                              "CREATE TABLE c(p INTEGER NOT NULL REFERENCES p(id)) STRICT"));
    const Result<void> orphan = connection->run("INSERT INTO c(p) VALUES(7)");
    QVERIFY(!orphan);
    QCOMPARE(orphan.error().code, ErrorCode::InvalidArgument);
}

void TestConnection::movedConnection_keepsWorking() {
    Result<Connection> opened = Connection::open(file(), {});
    QVERIFY(opened);
    std::optional<Connection> moved;
    {
        Result<Statement> statement = opened->prepare("SELECT 5");
        QVERIFY(statement);
        moved = *std::move(opened);
        QVERIFY(*statement->step());
        QCOMPARE(*statement->column<std::int64_t>(0), 5);
    }
    QCOMPARE(*number(*moved, "SELECT 6"), 6);
}

QTEST_APPLESS_MAIN(TestConnection)
#include "test_connection.moc"
