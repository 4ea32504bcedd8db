#include "engine/sqlite/error_mapping.h"

#include <cerrno>

#include <QtTest/QtTest>
#include <sqlite3.h>

using namespace syncline;
using base::ErrorCode;

class TestErrorMapping : public QObject {
    Q_OBJECT

private slots:
    void extendedCode_decides_data();
    void extendedCode_decides();
    void lastError_tellsFileWordsAndCode();
};

void TestErrorMapping::extendedCode_decides_data() {
    QTest::addColumn<int>("extendedCode");
    QTest::addColumn<int>("systemError");
    QTest::addColumn<ErrorCode>("code");
    const auto row = [](const char* name, int extendedCode, int systemError, ErrorCode code) {
        QTest::newRow(name) << extendedCode << systemError << code;
    };
    row("full", SQLITE_FULL, 0, ErrorCode::NoSpace);
    row("write, no space", SQLITE_IOERR_WRITE, ENOSPC, ErrorCode::NoSpace);
    row("sync, over quota", SQLITE_IOERR_FSYNC, EDQUOT, ErrorCode::NoSpace);
    row("shared memory, file too big", SQLITE_IOERR_SHMSIZE, EFBIG, ErrorCode::NoSpace);
    row("create, no space", SQLITE_CANTOPEN, ENOSPC, ErrorCode::NoSpace);
    row("read, device", SQLITE_IOERR_READ, EIO, ErrorCode::Io);
    row("read, nothing known", SQLITE_IOERR_READ, 0, ErrorCode::Io);
    row("plain IOERR", SQLITE_IOERR, 0, ErrorCode::Io);
    row("delete, not allowed", SQLITE_IOERR_DELETE, EACCES, ErrorCode::PermissionDenied);
    row("write, file system read-only", SQLITE_IOERR_WRITE, EROFS, ErrorCode::PermissionDenied);
    row("no memory for I/O", SQLITE_IOERR_NOMEM, 0, ErrorCode::LimitExceeded);
    row("file system corrupt", SQLITE_IOERR_CORRUPTFS, 0, ErrorCode::Corrupt);
    row("checksum", SQLITE_IOERR_DATA, 0, ErrorCode::Corrupt);
    row("blocked", SQLITE_IOERR_BLOCKED, 0, ErrorCode::Busy);
    row("busy", SQLITE_BUSY, 0, ErrorCode::Busy);
    row("busy, recovery", SQLITE_BUSY_RECOVERY, 0, ErrorCode::Busy);
    row("busy, old snapshot", SQLITE_BUSY_SNAPSHOT, 0, ErrorCode::Busy);
    row("busy, timeout", SQLITE_BUSY_TIMEOUT, 0, ErrorCode::Busy);
    row("locked", SQLITE_LOCKED, 0, ErrorCode::Busy);
    row("locked, shared cache", SQLITE_LOCKED_SHAREDCACHE, 0, ErrorCode::Busy);
    row("locking race", SQLITE_PROTOCOL, 0, ErrorCode::Busy);
    row("corrupt", SQLITE_CORRUPT, 0, ErrorCode::Corrupt);
    row("corrupt index", SQLITE_CORRUPT_INDEX, 0, ErrorCode::Corrupt);
    row("not a database", SQLITE_NOTADB, 0, ErrorCode::Corrupt);
    row("permission", SQLITE_PERM, 0, ErrorCode::PermissionDenied);
    row("authorizer", SQLITE_AUTH, 0, ErrorCode::PermissionDenied);
    row("read-only", SQLITE_READONLY, 0, ErrorCode::PermissionDenied);
    row("read-only folder", SQLITE_READONLY_DIRECTORY, 0, ErrorCode::PermissionDenied);
    row("moved while open", SQLITE_READONLY_DBMOVED, 0, ErrorCode::NotFound);
    row("cannot open, missing", SQLITE_CANTOPEN, ENOENT, ErrorCode::NotFound);
    row("cannot open, below a file", SQLITE_CANTOPEN, ENOTDIR, ErrorCode::NotFound);
    row("cannot open, a folder", SQLITE_CANTOPEN_ISDIR, 0, ErrorCode::Io);
    row("cannot open, a folder by errno", SQLITE_CANTOPEN, EISDIR, ErrorCode::Io);
    row("cannot open, not allowed", SQLITE_CANTOPEN, EACCES, ErrorCode::PermissionDenied);
    row("cannot open, file system read-only", SQLITE_CANTOPEN, EROFS, ErrorCode::PermissionDenied);
    row("cannot open, too many files", SQLITE_CANTOPEN, EMFILE, ErrorCode::Io);
    row("unique", SQLITE_CONSTRAINT_UNIQUE, 0, ErrorCode::AlreadyExists);
    row("primary key", SQLITE_CONSTRAINT_PRIMARYKEY, 0, ErrorCode::AlreadyExists);
    row("row id", SQLITE_CONSTRAINT_ROWID, 0, ErrorCode::AlreadyExists);
    row("not null", SQLITE_CONSTRAINT_NOTNULL, 0, ErrorCode::InvalidArgument);
    row("check", SQLITE_CONSTRAINT_CHECK, 0, ErrorCode::InvalidArgument);
    row("foreign key", SQLITE_CONSTRAINT_FOREIGNKEY, 0, ErrorCode::InvalidArgument);
    row("type", SQLITE_CONSTRAINT_DATATYPE, 0, ErrorCode::InvalidArgument);
    row("mismatch", SQLITE_MISMATCH, 0, ErrorCode::InvalidArgument);
    row("too big", SQLITE_TOOBIG, 0, ErrorCode::LimitExceeded);
    row("no memory", SQLITE_NOMEM, 0, ErrorCode::LimitExceeded);
    row("interrupted", SQLITE_INTERRUPT, 0, ErrorCode::Cancelled);
    row("error", SQLITE_ERROR, 0, ErrorCode::Internal);
    row("misuse", SQLITE_MISUSE, 0, ErrorCode::Internal);
    row("range", SQLITE_RANGE, 0, ErrorCode::Internal);
    row("errno belongs to I/O only", SQLITE_ERROR, ENOSPC, ErrorCode::Internal);
    row("a code of a later version", 0x7f77, 0, ErrorCode::Internal);
}

void TestErrorMapping::extendedCode_decides() {
    QFETCH(int, extendedCode);
    QFETCH(int, systemError);
    QFETCH(ErrorCode, code);
    QCOMPARE(sqlite::errorCodeOf(extendedCode, systemError), code);
}

void TestErrorMapping::lastError_tellsFileWordsAndCode() {
    sqlite3* database = nullptr;
    QCOMPARE(sqlite3_open(":memory:", &database), SQLITE_OK);
    QCOMPARE(sqlite3_exec(database, "SELECT * FROM missing", nullptr, nullptr, nullptr), SQLITE_ERROR);
    const base::Error error = sqlite::lastError(database, SQLITE_ERROR, "read things");
    QCOMPARE(error.message(), std::string("read things: no such table: missing [SQLite 1]"));
    const base::Error full = sqlite::lastError(database, SQLITE_IOERR_FSYNC, "commit", ENOSPC);
    QCOMPARE(full.code, ErrorCode::NoSpace);
    QVERIFY(full.detail.ends_with("[SQLite 1034]: No space left on device"));
    const base::Error moved = sqlite::lastError(database, SQLITE_READONLY_DBMOVED, "commit", 0);
    QCOMPARE(moved.code, ErrorCode::NotFound);
    QCOMPARE(moved.hint, std::string("the file was moved or deleted under the running program; start again"));
    QCOMPARE(sqlite3_close(database), SQLITE_OK);
}

QTEST_APPLESS_MAIN(TestErrorMapping)
#include "test_error_mapping.moc"
