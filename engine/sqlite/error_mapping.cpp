#include "engine/sqlite/error_mapping.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <sqlite3.h>

namespace syncline::sqlite {

namespace {

using base::ErrorCode;

constexpr int kPrimaryMask = 0xff;

ErrorCode systemErrorCode(int systemError, ErrorCode otherwise) {
    switch (systemError) {
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            return ErrorCode::NoSpace;
        case EACCES:
        case EPERM:
        case EROFS:
            return ErrorCode::PermissionDenied;
        default:
            return otherwise;
    }
}

ErrorCode inputOutputCode(int extendedCode, int systemError) {
    switch (extendedCode) {
        case SQLITE_IOERR_NOMEM:
            return ErrorCode::LimitExceeded;
        case SQLITE_IOERR_CORRUPTFS:
        case SQLITE_IOERR_DATA:
            return ErrorCode::Corrupt;
        case SQLITE_IOERR_BLOCKED:
            return ErrorCode::Busy;
        default:
            return systemErrorCode(systemError, ErrorCode::Io);
    }
}

ErrorCode cannotOpenCode(int systemError) {
    if (systemError == ENOENT || systemError == ENOTDIR)
        return ErrorCode::NotFound;
    return systemErrorCode(systemError, ErrorCode::Io);
}

ErrorCode constraintCode(int extendedCode) {
    switch (extendedCode) {
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_ROWID:
            return ErrorCode::AlreadyExists;
        default:
            return ErrorCode::InvalidArgument;
    }
}

const char* hintFor(ErrorCode code, int extendedCode) {
    if (extendedCode == SQLITE_READONLY_DBMOVED)
        return "the file was moved or deleted under the running program; start again";
    switch (code) {
        case ErrorCode::NoSpace:
            return "free some space on the disk";
        case ErrorCode::Busy:
            return "another program or window has the file open";
        case ErrorCode::PermissionDenied:
            return "check who may write the file and its folder";
        case ErrorCode::Corrupt:
            return "keep the file; restore a copy, or let a new one be made";
        default:
            return "";
    }
}

}  // namespace

base::ErrorCode errorCodeOf(int extendedCode, int systemError) {
    switch (extendedCode & kPrimaryMask) {
        case SQLITE_FULL:
            return ErrorCode::NoSpace;
        case SQLITE_IOERR:
            return inputOutputCode(extendedCode, systemError);
        case SQLITE_CANTOPEN:
            return cannotOpenCode(systemError);
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_PROTOCOL:
            return ErrorCode::Busy;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return ErrorCode::Corrupt;
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return ErrorCode::PermissionDenied;
        case SQLITE_READONLY:
            // The file that is open has lost its name: waiting does not bring it back.
            return extendedCode == SQLITE_READONLY_DBMOVED ? ErrorCode::NotFound : ErrorCode::PermissionDenied;
        case SQLITE_CONSTRAINT:
            return constraintCode(extendedCode);
        case SQLITE_MISMATCH:
            return ErrorCode::InvalidArgument;
        case SQLITE_TOOBIG:
        case SQLITE_NOMEM:
        case SQLITE_NOLFS:
            return ErrorCode::LimitExceeded;
        case SQLITE_INTERRUPT:
            return ErrorCode::Cancelled;
        default:
            return ErrorCode::Internal;
    }
}

base::Error lastError(sqlite3* database, int extendedCode, std::string operation) {
    return lastError(database, extendedCode, std::move(operation), sqlite3_system_errno(database));
}

base::Error lastError(sqlite3* database, int extendedCode, std::string operation, int systemError) {
    const int primary = extendedCode & kPrimaryMask;
    const bool isOfSystem = primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN;
    const ErrorCode code = errorCodeOf(extendedCode, systemError);
    const char* const path = sqlite3_db_filename(database, "main");
    std::string detail = std::string(sqlite3_errmsg(database)) + " [SQLite " + std::to_string(extendedCode) + "]";
    if (isOfSystem && systemError != 0)
        detail += ": " + std::generic_category().message(systemError);
    return {code, std::move(operation), path == nullptr ? "" : path, std::move(detail), hintFor(code, extendedCode)};
}

}  // namespace syncline::sqlite
