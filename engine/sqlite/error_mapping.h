#pragma once

#include "engine/base/error.h"

#include <string>

struct sqlite3;

namespace syncline::sqlite {

/// What an extended result code of SQLite means for us; systemError is the errno that belongs to it, or 0. Total: a
/// code that is not known is Internal.
[[nodiscard]] base::ErrorCode errorCodeOf(int extendedCode, int systemError);

/// The failure that the connection has just reported with this extended code, with the path of its file, SQLite's own
/// words, the code, and the words of the operating system where it was asked. To be called before the next call of
/// SQLite on the same connection.
[[nodiscard]] base::Error lastError(sqlite3* database, int extendedCode, std::string operation);
/// The same for COMMIT, for which SQLite 3.40 does not keep the errno: the caller gives what it was.
[[nodiscard]] base::Error lastError(sqlite3* database, int extendedCode, std::string operation, int systemError);

}  // namespace syncline::sqlite
