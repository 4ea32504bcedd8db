#include "engine/journal/journal_file.h"

#include "engine/base/try.h"
#include "engine/journal/stored_entry.h"
#include "engine/sqlite/migrator.h"

#include <limits>
#include <system_error>

namespace syncline::journal {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr const char* kFile = "journal.db";
constexpr int kPageSize = 16384;
constexpr int kReaderCacheKiB = 4096;
/// It only appends: the pages at the end of the tree are all that it comes back to.
constexpr int kWriterCacheKiB = 1024;

/// No index but the row id: an index on a random key costs half of the append, and more the longer the journal is.
const sqlite::Schema& schema() {
    static const sqlite::Schema kSchema{R"(
CREATE TABLE journal(
    id TEXT NOT NULL,
    created INTEGER NOT NULL) STRICT;
CREATE TABLE entries(
    seq INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    side INTEGER,
    entity INTEGER NOT NULL,
    source_time INTEGER,
    capture_time INTEGER NOT NULL,
    cause INTEGER NOT NULL,
    identity BLOB,
    hash BLOB NOT NULL,
    salt BLOB NOT NULL,
    payload BLOB NOT NULL) STRICT;
CREATE TABLE positions(
    stream TEXT PRIMARY KEY,
    text TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE consumers(
    consumer TEXT PRIMARY KEY,
    committed INTEGER NOT NULL) STRICT, WITHOUT ROWID;
)",
                                        {}};
    return kSchema;
}

/// The failure as one of the journal, with what a person can do about it.
Error ofJournal(Error error) {
    error.operation = "open journal: " + error.operation;
    if (error.code == ErrorCode::Corrupt)
        error.hint =
            "keep the file and restore a copy; without one, move it away: a new journal begins by comparing both sides";
    return error;
}

Error notThere(const std::filesystem::path& folder) {
    return {ErrorCode::NotFound, "open journal", (folder / kFile).string(), "there is no journal in this folder",
            "choose the folder of a workspace that has been run"};
}

Result<std::int64_t> readNumber(sqlite::Connection& connection, std::string_view sql) {
    TRY_ASSIGN(sqlite::Statement statement, connection.prepare(sql));
    TRY_ASSIGN(const bool found, statement.step());
    if (!found)
        return std::int64_t{0};
    return statement.column<std::int64_t>(0);
}

/// What the writer of the file would say by Migrator; a reader makes and upgrades nothing.
Result<void> checkVersion(sqlite::Connection& connection, const std::filesystem::path& folder) {
    TRY_ASSIGN(const int found, sqlite::readVersion(connection));
    const int known = schema().version();
    if (found == known)
        return {};
    TRY_ASSIGN(const std::int64_t objects, readNumber(connection, "SELECT count(*) FROM sqlite_schema"));
    if (found == 0 && objects == 0)
        return notThere(folder);
    const bool isNewer = found > known;
    return Error{ErrorCode::UnsupportedVersion, "open journal", connection.path().string(),
                 "version " + std::to_string(found) + (isNewer ? " is newer" : " is older")
                     + " than this program's version " + std::to_string(known),
                 isNewer ? "use the program that wrote it, or a newer one" : "run the workspace once to upgrade it"};
}

Result<sqlite::Connection> connectAndMigrate(const std::filesystem::path& folder, const base::Clock& clock) {
    TRY_ASSIGN(sqlite::Connection connection,
               sqlite::Connection::open(folder / kFile, {.pageSize = kPageSize, .cacheKiB = kWriterCacheKiB}));
    TRY(sqlite::Migrator(schema(), clock).migrate(connection));
    // 1,000 pages are 16 MiB: the writer stalls for a checkpoint of that at most.
    TRY(connection.run("PRAGMA wal_autocheckpoint=1000"));
    // A slow reader may let the WAL grow; afterwards it goes back to this many bytes.
    TRY(connection.run("PRAGMA journal_size_limit=67108864"));
    return connection;
}

Result<sqlite::Connection> connectToRead(const std::filesystem::path& folder) {
    TRY_ASSIGN(
        sqlite::Connection connection,
        sqlite::Connection::open(folder / kFile, {.mode = sqlite::OpenMode::ReadOnly, .cacheKiB = kReaderCacheKiB}));
    TRY(checkVersion(connection, folder));
    return connection;
}

}  // namespace

Result<sqlite::Connection> openForWriting(const std::filesystem::path& folder, const base::Clock& clock) {
    Result<sqlite::Connection> connection = connectAndMigrate(folder, clock);
    if (!connection)
        return ofJournal(connection.error());
    return connection;
}

Result<sqlite::Connection> openForReading(const std::filesystem::path& folder) {
    // Asked beforehand, because SQLite says the same of a missing file and of one that it cannot read.
    std::error_code failure;
    if (!std::filesystem::exists(folder / kFile, failure) && !failure)
        return notThere(folder);
    Result<sqlite::Connection> connection = connectToRead(folder);
    if (!connection)
        return ofJournal(connection.error());
    return connection;
}

Result<core::Seq> readLastSeq(sqlite::Connection& connection) {
    TRY_ASSIGN(const std::int64_t last, readNumber(connection, "SELECT seq FROM entries ORDER BY seq DESC LIMIT 1"));
    return core::Seq(last);
}

Result<Head> readHead(sqlite::Connection& connection) {
    TRY_ASSIGN(const auto last,
               readStoredBackwards(connection, core::Seq(std::numeric_limits<std::int64_t>::max()), 2));
    if (last.empty())
        return Head();
    const StoredEntry& head = last.front();
    Sha256 sha256;
    TRY_ASSIGN(const Hash hash, chainHash(sha256, head, last.size() == 2 ? last.back().hash : Hash()));
    if (hash != head.hash)
        return Error{ErrorCode::Corrupt, "read head of journal", connection.path().string(),
                     "entry " + std::to_string(head.seq.value()) + ", the last one, does not fit its hash",
                     "run verify; keep the file, and restore a copy"};
    return Head{head.seq, head.hash};
}

Result<std::string> readId(sqlite::Connection& connection) {
    TRY_ASSIGN(sqlite::Statement statement, connection.prepare("SELECT id FROM journal"));
    TRY_ASSIGN(const bool found, statement.step());
    if (!found)
        return Error{ErrorCode::Corrupt, "read journal's id", connection.path().string(), "the journal has no id",
                     "keep the file; restore a copy"};
    return statement.column<std::string>(0);
}

}  // namespace syncline::journal
