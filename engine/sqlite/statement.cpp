#include "engine/sqlite/statement.h"

#include "engine/sqlite/error_mapping.h"

#include <cmath>

#include <sqlite3.h>

namespace syncline::sqlite {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

/// The beginning of the text, enough to know the statement by; it never holds values.
std::string quoted(sqlite3_stmt* statement) {
    constexpr std::size_t kShown = 80;
    const std::string_view sql = sqlite3_sql(statement);
    return "\"" + std::string(sql.substr(0, kShown)) + (sql.size() > kShown ? "…\"" : "\"");
}

const char* typeName(int type) {
    switch (type) {
        case SQLITE_INTEGER:
            return "INTEGER";
        case SQLITE_FLOAT:
            return "REAL";
        case SQLITE_TEXT:
            return "TEXT";
        case SQLITE_BLOB:
            return "BLOB";
        default:
            return "NULL";
    }
}

Error stepError(sqlite3_stmt* statement, int code) {
    return lastError(sqlite3_db_handle(statement), code, "run " + quoted(statement));
}

}  // namespace

Result<void> Statement::startBinding(int count) {
    // The result repeats the failure of the last step, which was reported then.
    static_cast<void>(sqlite3_reset(m_statement.get()));
    const int wanted = sqlite3_bind_parameter_count(m_statement.get());
    if (wanted != count)
        return Error{ErrorCode::Internal,
                     "bind " + quoted(m_statement.get()),
                     {},
                     std::to_string(count) + " values for " + std::to_string(wanted) + " parameters",
                     {}};
    return {};
}

Result<void> Statement::checkBound(int index, int code) const {
    if (code == SQLITE_OK)
        return {};
    return lastError(sqlite3_db_handle(m_statement.get()), code,
                     "bind parameter " + std::to_string(index) + " of " + quoted(m_statement.get()));
}

Result<void> Statement::bindNull(int index) {
    return checkBound(index, sqlite3_bind_null(m_statement.get(), index));
}

Result<void> Statement::bindInteger(int index, std::int64_t value) {
    return checkBound(index, sqlite3_bind_int64(m_statement.get(), index, value));
}

Result<void> Statement::bindReal(int index, double value) {
    if (std::isnan(value))
        return Error{ErrorCode::InvalidArgument, "bind " + quoted(m_statement.get()), {}, "not a number", {}};
    return checkBound(index, sqlite3_bind_double(m_statement.get(), index, value));
}

Result<void> Statement::bindText(int index, std::string_view value) {
    // A null pointer would be bound as NULL; an empty text is not NULL.
    const char* const data = value.empty() ? "" : value.data();
    return checkBound(index,
                      sqlite3_bind_text64(m_statement.get(), index, data, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

Result<void> Statement::bindBlob(int index, BlobView value) {
    if (value.empty())
        return checkBound(index, sqlite3_bind_zeroblob(m_statement.get(), index, 0));
    return checkBound(index,
                      sqlite3_bind_blob64(m_statement.get(), index, value.data(), value.size(), SQLITE_TRANSIENT));
}

Result<bool> Statement::step() {
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE) {
        static_cast<void>(sqlite3_reset(m_statement.get()));
        return false;
    }
    Error error = stepError(m_statement.get(), code);
    static_cast<void>(sqlite3_reset(m_statement.get()));
    return error;
}

Result<void> Statement::run() {
    bool more = true;
    while (more) {
        TRY_ASSIGN(more, step());
    }
    return {};
}

bool Statement::isNull(int index) const {
    return sqlite3_column_type(m_statement.get(), index) == SQLITE_NULL;
}

Result<void> Statement::expectType(int index, int type) const {
    const int found = sqlite3_column_type(m_statement.get(), index);
    if (found == type)
        return {};
    const char* const name = sqlite3_column_name(m_statement.get(), index);
    const char* const path = sqlite3_db_filename(sqlite3_db_handle(m_statement.get()), "main");
    return Error{ErrorCode::Corrupt,
                 "read column " + std::string(name == nullptr ? std::to_string(index) : name) + " of "
                     + quoted(m_statement.get()),
                 path == nullptr ? "" : path,
                 std::string("expected ") + typeName(type) + ", found " + typeName(found),
                 {}};
}

Result<std::int64_t> Statement::integer(int index) const {
    TRY(expectType(index, SQLITE_INTEGER));
    return static_cast<std::int64_t>(sqlite3_column_int64(m_statement.get(), index));
}

Result<double> Statement::real(int index) const {
    // An expression may give a whole number where a REAL is meant; it is the same number.
    if (sqlite3_column_type(m_statement.get(), index) != SQLITE_INTEGER)
        TRY(expectType(index, SQLITE_FLOAT));
    return sqlite3_column_double(m_statement.get(), index);
}

Result<std::string_view> Statement::text(int index) const {
    TRY(expectType(index, SQLITE_TEXT));
    const void* const data = sqlite3_column_text(m_statement.get(), index);
    if (data == nullptr)
        return stepError(m_statement.get(), SQLITE_NOMEM);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), index));
    return std::string_view(static_cast<const char*>(data), size);
}

Result<BlobView> Statement::blob(int index) const {
    TRY(expectType(index, SQLITE_BLOB));
    const void* const data = sqlite3_column_blob(m_statement.get(), index);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), index));
    if (data == nullptr && size != 0)
        return stepError(m_statement.get(), SQLITE_NOMEM);
    return BlobView(static_cast<const std::byte*>(data), size);
}

}  // namespace syncline::sqlite
