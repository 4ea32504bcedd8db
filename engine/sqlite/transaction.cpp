#include "engine/sqlite/transaction.h"

#include "engine/base/try.h"
#include "engine/sqlite/connection.h"
#include "engine/sqlite/error_mapping.h"

#include <cerrno>

#include <sqlite3.h>

namespace syncline::sqlite {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

Error isOver(const char* operation) {
    return {ErrorCode::Internal, operation, {}, "the transaction is over", {}};
}

/// SQLite ends a transaction by itself after some failures; then there is nothing to roll back.
int rollBackIfOpen(sqlite3* database) {
    if (sqlite3_get_autocommit(database) != 0)
        return SQLITE_OK;
    return sqlite3_exec(database, "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace

void Transaction::RollBack::operator()(sqlite3* database) const {
    // What cannot be rolled back now is not committed either: the file's journal decides when it is opened next.
    static_cast<void>(rollBackIfOpen(database));
}

Result<Transaction> Transaction::begin(Connection& connection, TransactionKind kind) {
    TRY(connection.run(kind == TransactionKind::Immediate ? "BEGIN IMMEDIATE" : "BEGIN DEFERRED"));
    return Transaction(connection.handle());
}

Result<void> Transaction::commit() {
    if (!m_open)
        return isOver("commit");
    errno = 0;
    const int code = sqlite3_exec(m_open.get(), "COMMIT", nullptr, nullptr, nullptr);
    const int systemError = errno;
    if (code == SQLITE_OK) {
        static_cast<void>(m_open.release());
        return {};
    }
    Error error = lastError(m_open.get(), code, "commit", systemError);
    if (error.code != ErrorCode::Busy)
        m_open.reset();
    return error;
}

Result<void> Transaction::rollBack() {
    if (!m_open)
        return isOver("roll back");
    sqlite3* const database = m_open.release();
    const int code = rollBackIfOpen(database);
    if (code != SQLITE_OK)
        return lastError(database, code, "roll back");
    return {};
}

}  // namespace syncline::sqlite
