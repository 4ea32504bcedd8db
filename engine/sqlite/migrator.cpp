#include "engine/sqlite/migrator.h"

#include "engine/base/try.h"
#include "engine/sqlite/connection.h"
#include "engine/sqlite/sibling_name.h"
#include "engine/sqlite/transaction.h"

#include <system_error>
#include <utility>

namespace syncline::sqlite {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

Result<std::int64_t> readNumber(Connection& connection, std::string_view sql) {
    TRY_ASSIGN(Statement statement, connection.prepare(sql));
    TRY_ASSIGN(const bool found, statement.step());
    if (!found)
        return Error{ErrorCode::Internal, "read number", connection.path().string(), std::string(sql), {}};
    return statement.column<std::int64_t>(0);
}

Result<void> writeVersion(Connection& connection, int version) {
    return connection.run("PRAGMA user_version=" + std::to_string(version));
}

Error unsupported(const Connection& connection, std::string detail, std::string hint) {
    return {ErrorCode::UnsupportedVersion, "open database", connection.path().string(), std::move(detail),
            std::move(hint)};
}

/// Switches foreign keys off, and back in the destructor to what they were.
class ForeignKeysOff {
public:
    static Result<ForeignKeysOff> apply(Connection& connection) {
        TRY_ASSIGN(const std::int64_t wereOn, readNumber(connection, "PRAGMA foreign_keys"));
        TRY(connection.run("PRAGMA foreign_keys=OFF"));
        return ForeignKeysOff(wereOn != 0 ? &connection : nullptr);
    }

private:
    struct SwitchOn {
        void operator()(Connection* connection) const {
            // Fails only where the connection is of no use any more; the next use of it says so.
            static_cast<void>(connection->run("PRAGMA foreign_keys=ON"));
        }
    };
    explicit ForeignKeysOff(Connection* connection) : m_connection(connection) {}

    std::unique_ptr<Connection, SwitchOn> m_connection;
};

Result<void> checkForeignKeys(Connection& connection) {
    TRY_ASSIGN(Statement statement, connection.prepare("PRAGMA foreign_key_check"));
    TRY_ASSIGN(const bool violated, statement.step());
    if (!violated)
        return {};
    TRY_ASSIGN(const std::string table, statement.column<std::string>(0));
    return Error{ErrorCode::Corrupt,
                 "upgrade database",
                 connection.path().string(),
                 "a row of " + table + " refers to one that does not exist",
                 {}};
}

}  // namespace

Result<int> readVersion(Connection& connection) {
    TRY_ASSIGN(const std::int64_t version, readNumber(connection, "PRAGMA user_version"));
    return static_cast<int>(version);
}

Result<Migration> Migrator::migrate(Connection& connection) {
    TRY_ASSIGN(const int found, readVersion(connection));
    TRY(refuseUnknown(connection, found));
    if (found == m_schema.version())
        return Migration{MigrationKind::Current, found, {}};
    if (connection.isReadOnly())
        return Error{ErrorCode::PermissionDenied, "upgrade database", connection.path().string(),
                     "opened for reading only", "open it once with write access"};
    if (found == 0) {
        TRY(create(connection));
        return Migration{MigrationKind::Created, found, {}};
    }
    TRY_ASSIGN(auto saved, saveCopy(connection, found));
    TRY(upgrade(connection, found));
    return Migration{MigrationKind::Upgraded, found, std::move(saved)};
}

Result<void> Migrator::refuseUnknown(Connection& connection, int found) const {
    const int known = m_schema.version();
    if (found > known)
        return unsupported(
            connection,
            "version " + std::to_string(found) + " is newer than this program's version " + std::to_string(known),
            "use the program that wrote it, or a newer one");
    if (found < 0)
        return unsupported(connection, "version " + std::to_string(found) + " is none of ours", "choose another file");
    if (found != 0)
        return {};
    TRY_ASSIGN(const std::int64_t objects, readNumber(connection, "SELECT count(*) FROM sqlite_schema"));
    if (objects != 0)
        return unsupported(connection, "the file holds tables, but no version", "choose another file");
    return {};
}

Result<void> Migrator::create(Connection& connection) const {
    TRY_ASSIGN(Transaction transaction, Transaction::begin(connection));
    // Somebody else may have been faster; what is there is theirs.
    TRY_ASSIGN(const int found, readVersion(connection));
    if (found != 0)
        return Error{ErrorCode::Busy, "create database", connection.path().string(), "another program has made it", {}};
    TRY(connection.runScript(m_schema.create));
    TRY(writeVersion(connection, m_schema.version()));
    return transaction.commit();
}

Result<std::filesystem::path> Migrator::saveCopy(Connection& connection, int found) const {
    const std::string label = "version-" + std::to_string(found);
    TRY_ASSIGN(auto target, freeSibling(connection.path(), label, m_clock.wallNow()));
    // Under another name until it is whole, so that a copy with its proper name can be trusted.
    TRY_ASSIGN(const auto partial, freeSibling(connection.path(), label + "-partial", m_clock.wallNow()));
    std::error_code failure;
    if (Result<void> copied = connection.run("VACUUM INTO ?", partial.string()); !copied) {
        std::filesystem::remove(partial, failure);
        // When it cannot ask for the new file's size, SQLite says SQLITE_ERROR, "output file already exists".
        if (copied.error().code == ErrorCode::Internal)
            copied.error().code = ErrorCode::Io;
        return copied.error();
    }
    std::filesystem::rename(partial, target, failure);
    if (failure)
        return Error{ErrorCode::Io, "rename copy of database", partial.string(), failure.message(), {}};
    return target;
}

Result<void> Migrator::upgrade(Connection& connection, int found) const {
    TRY_ASSIGN(const ForeignKeysOff foreignKeysOff, ForeignKeysOff::apply(connection));
    TRY_ASSIGN(Transaction transaction, Transaction::begin(connection));
    TRY_ASSIGN(const int stillFound, readVersion(connection));
    if (stillFound != found)
        return Error{ErrorCode::Busy,
                     "upgrade database",
                     connection.path().string(),
                     "another program has changed its version",
                     {}};
    TRY(takeSteps(connection, found));
    TRY(checkForeignKeys(connection));
    return transaction.commit();
}

Result<void> Migrator::takeSteps(Connection& connection, int found) const {
    for (int version = found; version < m_schema.version(); ++version) {
        const std::string& step = m_schema.steps[static_cast<std::size_t>(version) - 1];
        Result<void> taken = connection.runScript(step);
        if (!taken) {
            taken.error().operation = "upgrade database from version " + std::to_string(version);
            return taken;
        }
    }
    return writeVersion(connection, m_schema.version());
}

}  // namespace syncline::sqlite
