#include "engine/sqlite/connection.h"

#include "engine/base/try.h"
#include "engine/sqlite/error_mapping.h"

#include <algorithm>
#include <limits>
#include <system_error>
#include <utility>

#include <sqlite3.h>

namespace syncline::sqlite {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

int openFlags(OpenMode mode) {
    constexpr int kAlways = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    switch (mode) {
        case OpenMode::ReadWriteCreate:
            return kAlways | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        case OpenMode::ReadWrite:
            return kAlways | SQLITE_OPEN_READWRITE;
        case OpenMode::ReadOnly:
            return kAlways | SQLITE_OPEN_READONLY;
    }
    return kAlways | SQLITE_OPEN_READONLY;
}

Result<void> harden(sqlite3* database) {
    constexpr std::pair<int, int> kSettings[] = {{SQLITE_DBCONFIG_DEFENSIVE, 1},
                                                 {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                                                 {SQLITE_DBCONFIG_DQS_DML, 0},
                                                 {SQLITE_DBCONFIG_DQS_DDL, 0}};
    for (const auto& [setting, value] : kSettings) {
        int taken = -1;
        const int code = sqlite3_db_config(database, setting, value, &taken);
        if (code != SQLITE_OK || taken != value)
            return lastError(database, code, "configure database");
    }
    return {};
}

/// Asked beforehand, because SQLite has many words for it: that it cannot open, read or write, by which of its files it
/// is and by what is there already.
Result<void> refuseFolders(const std::filesystem::path& path) {
    for (const char* const suffix : {"", "-wal", "-shm", "-journal"}) {
        std::filesystem::path file = path;
        file += suffix;
        std::error_code failure;
        if (std::filesystem::is_directory(file, failure))
            return Error{ErrorCode::Io, "open database", file.string(), "there is a folder where this file belongs",
                         "move the folder away or give it another name"};
    }
    return {};
}

Error openError(sqlite3* database, int code, const std::filesystem::path& path) {
    if (database == nullptr)
        return {ErrorCode::LimitExceeded, "open database", path.string(), "out of memory", {}};
    Error error = lastError(database, code, "open database");
    error.object = path.string();
    return error;
}

Error configureError(Error error) {
    error.operation = "open database";
    // SQLITE_ERROR, where the SQL is not to blame: a format that only a later SQLite knows.
    if (error.code == ErrorCode::Internal)
        error.code = ErrorCode::UnsupportedVersion;
    return error;
}

int milliseconds(std::chrono::milliseconds time) {
    constexpr std::int64_t kMost = std::numeric_limits<int>::max();
    return static_cast<int>(std::clamp<std::int64_t>(time.count(), 0, kMost));
}

}  // namespace

void Connection::Close::operator()(sqlite3* database) const {
    // Fails only for a handle that is none; what a last checkpoint cannot write stays in the WAL and is not lost.
    static_cast<void>(sqlite3_close_v2(database));
}

Connection::Connection(std::unique_ptr<sqlite3, Close> database)
    : m_database(std::move(database)), m_cache(std::make_unique<StatementCache>(m_database.get())) {}

Result<Connection> Connection::open(const std::filesystem::path& path, const OpenOptions& options) {
    // Absolute, because SQLite gives names like ":memory:" and "file:…" a meaning of their own.
    std::error_code failure;
    const std::filesystem::path absolute = std::filesystem::absolute(path, failure);
    if (path.empty() || failure)
        return Error{ErrorCode::InvalidArgument, "open database", path.string(), "not a path of a file", {}};
    TRY(refuseFolders(absolute));
    sqlite3* opened = nullptr;
    const char* const vfs = options.vfs.empty() ? nullptr : options.vfs.c_str();
    const int code = sqlite3_open_v2(absolute.c_str(), &opened, openFlags(options.mode), vfs);
    std::unique_ptr<sqlite3, Close> database(opened);
    if (code != SQLITE_OK)
        return openError(opened, code, absolute);
    Connection connection(std::move(database));
    // SQLite falls back to reading by itself when it may not write.
    if (options.mode != OpenMode::ReadOnly && connection.isReadOnly())
        return Error{ErrorCode::PermissionDenied, "open database", absolute.string(), "the file cannot be written",
                     "check who may write the file and its folder"};
    if (const Result<void> configured = connection.configure(options); !configured)
        return configureError(configured.error());
    return connection;
}

Result<void> Connection::configure(const OpenOptions& options) {
    const int code = sqlite3_busy_timeout(m_database.get(), milliseconds(options.busyTimeout));
    if (code != SQLITE_OK)
        return lastError(m_database.get(), code, "open database");
    TRY(harden(m_database.get()));
    TRY(run("PRAGMA cell_size_check=ON"));
    TRY(run("PRAGMA cache_size=-" + std::to_string(options.cacheKiB)));
    TRY(run(options.foreignKeys ? "PRAGMA foreign_keys=ON" : "PRAGMA foreign_keys=OFF"));
    if (!isReadOnly()) {
        TRY(run("PRAGMA page_size=" + std::to_string(options.pageSize)));
        TRY(run(options.synchronous == Synchronous::Full ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL"));
        TRY(setJournalMode(options.wal));
    }
    return run("PRAGMA schema_version");
}

Result<void> Connection::setJournalMode(bool wal) {
    const std::string wanted = wal ? "wal" : "delete";
    TRY_ASSIGN(Statement statement, prepare("PRAGMA journal_mode=" + wanted));
    TRY_ASSIGN(const bool answered, statement.step());
    TRY_ASSIGN(const std::string mode, answered ? statement.column<std::string>(0) : std::string());
    if (mode == wanted)
        return {};
    return Error{ErrorCode::Io, "open database", path().string(),
                 "journal mode is '" + mode + "', not '" + wanted + "'", "put the file on a local disk"};
}

Result<Statement> Connection::prepare(std::string_view sql) {
    TRY_ASSIGN(StatementCache::Lent lent, m_cache->lend(sql));
    return Statement(std::move(lent));
}

Result<void> Connection::runScript(const std::string& sql) {
    const int code = sqlite3_exec(m_database.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return lastError(m_database.get(), code, "run SQL script");
    return {};
}

std::int64_t Connection::changedRows() const {
    return sqlite3_changes64(m_database.get());
}

std::int64_t Connection::lastRowId() const {
    return sqlite3_last_insert_rowid(m_database.get());
}

bool Connection::inTransaction() const {
    return sqlite3_get_autocommit(m_database.get()) == 0;
}

bool Connection::isReadOnly() const {
    return sqlite3_db_readonly(m_database.get(), "main") == 1;
}

std::filesystem::path Connection::path() const {
    return sqlite3_db_filename(m_database.get(), "main");
}

Result<void> Connection::checkIntegrity() {
    TRY_ASSIGN(Statement statement, prepare("PRAGMA integrity_check(1)"));
    TRY_ASSIGN(const bool answered, statement.step());
    TRY_ASSIGN(const std::string found, answered ? statement.column<std::string>(0) : std::string("no answer"));
    if (found == "ok")
        return {};
    return Error{ErrorCode::Corrupt, "check database", path().string(), found,
                 "keep the file; restore a copy, or let a new one be made"};
}

}  // namespace syncline::sqlite
