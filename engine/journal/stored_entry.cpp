#include "engine/journal/stored_entry.h"

#include "engine/base/try.h"
#include "engine/core/codec.h"
#include "engine/journal/column_bytes.h"
#include "engine/sqlite/connection.h"

namespace syncline::journal {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

std::optional<std::int64_t> milliseconds(const std::optional<base::WallTime>& time) {
    if (!time)
        return std::nullopt;
    return time->time_since_epoch().count();
}

base::WallTime wallTime(std::int64_t milliseconds) {
    return base::WallTime(std::chrono::milliseconds(milliseconds));
}

Error corrupt(core::Seq seq, std::string detail) {
    return {ErrorCode::Corrupt, "read entry", std::to_string(seq.value()), std::move(detail),
            "run verify; keep the file, and restore a copy"};
}

/// An optional number: one that is there cannot be taken for the one behind it.
void addOptional(CanonicalBytes& head, const std::optional<std::int64_t>& value) {
    head.number(value ? 1 : 0).number(value.value_or(0));
}

Result<StoredEntry> readRow(const sqlite::Statement& statement) {
    StoredEntry stored;
    TRY_ASSIGN(const std::int64_t seq, statement.column<std::int64_t>(0));
    stored.seq = core::Seq(seq);
    TRY_ASSIGN(stored.kind, statement.column<std::int64_t>(1));
    TRY_ASSIGN(stored.side, statement.column<std::optional<std::int64_t>>(2));
    TRY_ASSIGN(const std::int64_t entity, statement.column<std::int64_t>(3));
    stored.entity = core::EntityId(entity);
    TRY_ASSIGN(const auto sourceTime, statement.column<std::optional<std::int64_t>>(4));
    if (sourceTime)
        stored.sourceTime = wallTime(*sourceTime);
    TRY_ASSIGN(const std::int64_t captureTime, statement.column<std::int64_t>(5));
    stored.captureTime = wallTime(captureTime);
    TRY_ASSIGN(const std::int64_t cause, statement.column<std::int64_t>(6));
    stored.cause = core::Seq(cause);
    TRY_ASSIGN(const auto identity, statement.column<std::optional<sqlite::BlobView>>(7));
    if (identity) {
        TRY_ASSIGN(stored.identity, fixedBytes<std::tuple_size_v<core::Identity>>(*identity));
    }
    TRY_ASSIGN(const sqlite::BlobView hash, statement.column<sqlite::BlobView>(8));
    TRY_ASSIGN(stored.hash, fixedBytes<std::tuple_size_v<Hash>>(hash));
    TRY_ASSIGN(const sqlite::BlobView salt, statement.column<sqlite::BlobView>(9));
    TRY_ASSIGN(stored.salt, fixedBytes<std::tuple_size_v<Salt>>(salt));
    TRY_ASSIGN(const sqlite::BlobView payload, statement.column<sqlite::BlobView>(10));
    stored.payload = asView(payload);
    return stored;
}

Result<std::vector<StoredEntry>> readRows(sqlite::Statement& statement) {
    std::vector<StoredEntry> rows;
    while (true) {
        TRY_ASSIGN(const bool more, statement.step());
        if (!more)
            return rows;
        TRY_ASSIGN(StoredEntry row, readRow(statement));
        rows.push_back(std::move(row));
    }
}

}  // namespace

Salt drawSalt(base::Random& random) {
    Salt salt{};
    constexpr std::size_t kDrawn = sizeof(std::uint64_t);
    for (std::size_t at = 0; at < salt.size(); at += kDrawn) {
        std::uint64_t drawn = random.next();
        for (std::size_t byte = 0; byte < kDrawn; ++byte, drawn >>= 8U)
            salt[at + byte] = static_cast<std::uint8_t>(drawn);
    }
    return salt;
}

StoredEntry toStored(const NewEntry& entry, const Salt& salt) {
    const core::Entry& from = entry.entry;
    StoredEntry stored;
    stored.seq = from.seq;
    stored.kind = static_cast<std::int64_t>(from.kind());
    if (from.side)
        stored.side = static_cast<std::int64_t>(*from.side);
    stored.entity = from.entity;
    stored.sourceTime = from.sourceTime;
    stored.captureTime = from.captureTime;
    stored.cause = from.cause;
    stored.identity = entry.identity;
    stored.salt = salt;
    stored.payload = core::encodeBody(from.body);
    return stored;
}

Result<core::Entry> toEntry(const StoredEntry& stored) {
    constexpr auto kKinds = static_cast<std::int64_t>(std::variant_size_v<core::EntryBody>);
    if (stored.kind < 1 || stored.kind > kKinds)
        return corrupt(stored.seq, "kind " + std::to_string(stored.kind) + " is none");
    if (stored.side && *stored.side != 0 && *stored.side != 1)
        return corrupt(stored.seq, "side " + std::to_string(*stored.side) + " is none");
    Result<core::EntryBody> body = core::decodeBody(static_cast<core::EntryKind>(stored.kind), stored.payload);
    if (!body) {
        Error error = body.error();
        error.object = std::to_string(stored.seq.value());
        return error;
    }
    core::Entry entry;
    entry.seq = stored.seq;
    entry.entity = stored.entity;
    if (stored.side)
        entry.side = static_cast<core::Side>(*stored.side);
    entry.sourceTime = stored.sourceTime;
    entry.captureTime = stored.captureTime;
    entry.cause = stored.cause;
    entry.body = *std::move(body);
    return entry;
}

Result<Hash> chainHash(Sha256& sha256, const StoredEntry& stored, const Hash& previous) {
    TRY_ASSIGN(const Hash payload, sha256.add(std::span(stored.salt)).add(stored.payload).finish());
    CanonicalBytes head;
    head.number(stored.seq.value()).number(stored.kind);
    addOptional(head, stored.side);
    head.number(stored.entity.value());
    addOptional(head, milliseconds(stored.sourceTime));
    head.number(stored.captureTime.time_since_epoch().count()).number(stored.cause.value());
    if (stored.identity)
        head.blob(*stored.identity);
    else
        head.blob({});
    return sha256.add(head.bytes()).add(std::span(previous)).add(std::span(payload)).finish();
}

Result<void> insert(sqlite::Statement& statement, const StoredEntry& stored) {
    std::optional<sqlite::BlobView> identity;
    if (stored.identity)
        identity = asBlob(*stored.identity);
    TRY(statement.bind(stored.seq.value(), stored.kind, stored.side, stored.entity.value(),
                       milliseconds(stored.sourceTime), stored.captureTime.time_since_epoch().count(),
                       stored.cause.value(), identity, asBlob(stored.hash), asBlob(stored.salt),
                       asBlob(stored.payload)));
    return statement.run();
}

Result<std::vector<StoredEntry>> readStored(sqlite::Connection& connection, core::Seq from, core::Seq to,
                                            std::size_t limit) {
    TRY_ASSIGN(sqlite::Statement statement,
               connection.prepare("SELECT seq, kind, side, entity, source_time, capture_time, cause, identity, hash,"
                                  " salt, payload FROM entries WHERE seq >= ? AND seq <= ? ORDER BY seq LIMIT ?"));
    TRY(statement.bind(from.value(), to.value(), static_cast<std::int64_t>(limit)));
    return readRows(statement);
}

Result<std::vector<StoredEntry>> readStoredBackwards(sqlite::Connection& connection, core::Seq from,
                                                     std::size_t limit) {
    TRY_ASSIGN(sqlite::Statement statement,
               connection.prepare("SELECT seq, kind, side, entity, source_time, capture_time, cause, identity, hash,"
                                  " salt, payload FROM entries WHERE seq <= ? ORDER BY seq DESC LIMIT ?"));
    TRY(statement.bind(from.value(), static_cast<std::int64_t>(limit)));
    return readRows(statement);
}

}  // namespace syncline::journal
