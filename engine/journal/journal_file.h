#pragma once

#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/core/ids.h"
#include "engine/journal/hash.h"
#include "engine/sqlite/connection.h"

#include <filesystem>
#include <string>

namespace syncline::journal {

/// Opens journal.db for the one who writes it; makes or upgrades it.
[[nodiscard]] base::Result<sqlite::Connection> openForWriting(const std::filesystem::path& folder,
                                                              const base::Clock& clock);

/// Opens journal.db for reading, whoever writes it. NotFound where there is none yet, UnsupportedVersion when it is of
/// another version than this program's. SQLite reads a WAL by a file of shared memory beside it, which it makes where
/// it is missing and mends after a crash, so that the folder has to be writable although nothing of ours writes:
/// otherwise PermissionDenied, unless a writer has left the file there.
[[nodiscard]] base::Result<sqlite::Connection> openForReading(const std::filesystem::path& folder);

/// The last entry's sequence and chain hash; zeros in an empty journal.
struct Head {
    core::Seq seq;
    Hash hash{};
};
/// 0 in an empty journal.
[[nodiscard]] base::Result<core::Seq> readLastSeq(sqlite::Connection& connection);
/// Corrupt when the last entry does not hash to what it says.
[[nodiscard]] base::Result<Head> readHead(sqlite::Connection& connection);

/// Corrupt when the file does not say.
[[nodiscard]] base::Result<std::string> readId(sqlite::Connection& connection);

}  // namespace syncline::journal
