#pragma once

#include "engine/base/result.h"
#include "engine/sqlite/statement.h"
#include "engine/sqlite/statement_cache.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;

namespace syncline::sqlite {

enum class OpenMode { ReadWriteCreate, ReadWrite, ReadOnly };

/// FULL: a commit is on the disk when it returns. NORMAL: after a power cut the last commits may be missing; with WAL
/// the file stays whole.
enum class Synchronous { Full, Normal };

struct OpenOptions {
    OpenMode mode = OpenMode::ReadWriteCreate;
    Synchronous synchronous = Synchronous::Full;
    bool wal = true;                              ///< otherwise a rollback journal, deleted at each commit
    int pageSize = 4096;                          ///< bytes, of a file that is made now; 512 to 65536, a power of two
    std::chrono::milliseconds busyTimeout{5000};  ///< how long a call waits for another connection's lock
    bool foreignKeys = true;
    int cacheKiB = 2048;
    std::string vfs{};  ///< name of a registered SQLite VFS; empty: the platform's own
};

/// One connection to one SQLite file. One thread at a time; other threads open their own. Closes in the destructor,
/// after everything that it lent has been given back. Every call may block on the disk and on other connections' locks
/// up to the busy timeout; failures are told apart by SQLite's extended code (see error_mapping.h).
class Connection {
public:
    /// Opens the file and reads its header: what is no database is Corrupt here, not later, and a folder
    /// where one of its files belongs is Io. The schema may not use double-quoted strings or write to SQLite's own
    /// tables.
    [[nodiscard]] static base::Result<Connection> open(const std::filesystem::path& path, const OpenOptions& options);

    /// One statement, from the cache where it was used before.
    [[nodiscard]] base::Result<Statement> prepare(std::string_view sql);
    /// Prepares, binds and runs one statement whose rows nobody wants.
    template <typename... Values>
    [[nodiscard]] base::Result<void> run(std::string_view sql, const Values&... values);
    /// Runs a text of any number of statements without parameters, for schemas; stops at the first failure.
    [[nodiscard]] base::Result<void> runScript(const std::string& sql);

    /// Rows that the last INSERT, UPDATE or DELETE changed.
    [[nodiscard]] std::int64_t changedRows() const;
    /// The row id of the last INSERT.
    [[nodiscard]] std::int64_t lastRowId() const;
    [[nodiscard]] bool inTransaction() const;
    [[nodiscard]] bool isReadOnly() const;
    /// The file's absolute path.
    [[nodiscard]] std::filesystem::path path() const;

    /// Reads every page and row and compares them with what they should be: Corrupt with what was found first. Takes
    /// time in proportion to the file.
    [[nodiscard]] base::Result<void> checkIntegrity();

    /// For the classes of this room.
    [[nodiscard]] sqlite3* handle() const { return m_database.get(); }

private:
    struct Close {
        void operator()(sqlite3* database) const;
    };

    explicit Connection(std::unique_ptr<sqlite3, Close> database);
    base::Result<void> configure(const OpenOptions& options);
    base::Result<void> setJournalMode(bool wal);

    std::unique_ptr<sqlite3, Close> m_database;
    std::unique_ptr<StatementCache> m_cache;
};

template <typename... Values>
base::Result<void> Connection::run(std::string_view sql, const Values&... values) {
    TRY_ASSIGN(Statement statement, prepare(sql));
    TRY(statement.bind(values...));
    return statement.run();
}

}  // namespace syncline::sqlite
