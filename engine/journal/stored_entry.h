#pragma once

#include "engine/base/random.h"
#include "engine/base/result.h"
#include "engine/core/entry.h"
#include "engine/journal/batch.h"
#include "engine/journal/hash.h"
#include "engine/sqlite/statement.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::sqlite {
class Connection;
}

namespace syncline::journal {

/// Keeps the payload's hash from telling what an erased payload was.
using Salt = std::array<std::uint8_t, 16>;

/// A row of `entries` as it stands in the file. Kind and side are numbers here, so that what somebody has written
/// over them can be hashed like any other.
struct StoredEntry {
    core::Seq seq;
    std::int64_t kind = 0;
    std::optional<std::int64_t> side;
    core::EntityId entity;
    std::optional<base::WallTime> sourceTime;
    base::WallTime captureTime;
    core::Seq cause;
    std::optional<core::Identity> identity;
    Hash hash{};
    Salt salt{};
    std::string payload;

    bool operator==(const StoredEntry&) const = default;
};

[[nodiscard]] Salt drawSalt(base::Random& random);

/// The entry as a row, its hash left open.
[[nodiscard]] StoredEntry toStored(const NewEntry& entry, const Salt& salt);
/// Corrupt when kind, side or payload are none.
[[nodiscard]] base::Result<core::Entry> toEntry(const StoredEntry& stored);

/// SHA-256 over the head, the hash before, and the SHA-256 of salt and payload. Does not read `stored.hash`.
[[nodiscard]] base::Result<Hash> chainHash(Sha256& sha256, const StoredEntry& stored, const Hash& previous);

/// Inserts the row by a statement of kInsertEntry.
inline constexpr std::string_view kInsertEntry =
    "INSERT INTO entries(seq, kind, side, entity, source_time, capture_time, cause, identity, hash, salt, payload)"
    " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
[[nodiscard]] base::Result<void> insert(sqlite::Statement& statement, const StoredEntry& stored);

/// At most `limit` rows from `from` on, upwards, none above `to`; each call one read transaction.
[[nodiscard]] base::Result<std::vector<StoredEntry>> readStored(sqlite::Connection& connection, core::Seq from,
                                                                core::Seq to, std::size_t limit);
/// The same downwards from `from` on.
[[nodiscard]] base::Result<std::vector<StoredEntry>> readStoredBackwards(sqlite::Connection& connection, core::Seq from,
                                                                         std::size_t limit);

}  // namespace syncline::journal
