#include "engine/journal/reader.h"

#include "engine/base/try.h"
#include "engine/journal/column_bytes.h"
#include "engine/journal/journal_file.h"
#include "engine/journal/stored_entry.h"
#include "engine/sqlite/connection.h"

#include <utility>

namespace syncline::journal {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

Error missing(core::Seq seq) {
    return {ErrorCode::NotFound, "read entry", std::to_string(seq.value()), "the journal has no such entry", {}};
}

Result<std::vector<core::Entry>> toEntries(const std::vector<StoredEntry>& rows) {
    std::vector<core::Entry> entries;
    entries.reserve(rows.size());
    for (const StoredEntry& row : rows) {
        TRY_ASSIGN(core::Entry entry, toEntry(row));
        entries.push_back(std::move(entry));
    }
    return entries;
}

}  // namespace

struct Reader::Impl {
    sqlite::Connection connection;
};

Reader::Reader(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Reader::~Reader() = default;

Result<std::unique_ptr<Reader>> Reader::open(const std::filesystem::path& folder) {
    TRY_ASSIGN(sqlite::Connection connection, openForReading(folder));
    return std::unique_ptr<Reader>(new Reader(std::make_unique<Impl>(Impl{std::move(connection)})));
}

Result<core::Seq> Reader::readHead() {
    return readLastSeq(m_impl->connection);
}

Result<std::string> Reader::readJournalId() {
    return readId(m_impl->connection);
}

Result<core::Entry> Reader::readEntry(core::Seq seq) {
    TRY_ASSIGN(const auto rows, readStored(m_impl->connection, seq, seq, 1));
    if (rows.empty())
        return missing(seq);
    return toEntry(rows.front());
}

Result<std::vector<core::Entry>> Reader::readPage(core::Seq from, core::Seq to, std::size_t limit) {
    TRY_ASSIGN(const auto rows, readStored(m_impl->connection, from, to, limit));
    return toEntries(rows);
}

Result<std::vector<core::Entry>> Reader::readPageBackwards(core::Seq from, std::size_t limit) {
    TRY_ASSIGN(const auto rows, readStoredBackwards(m_impl->connection, from, limit));
    return toEntries(rows);
}

Result<std::vector<Reader::KindAt>> Reader::readKinds(core::Seq from, core::Seq to,
                                                      std::span<const core::EntryKind> kinds) {
    std::string list;
    for (const core::EntryKind kind : kinds)
        list += (list.empty() ? "" : ", ") + std::to_string(static_cast<int>(kind));
    TRY_ASSIGN(
        sqlite::Statement statement,
        m_impl->connection.prepare("SELECT seq, kind, cause FROM entries WHERE seq >= ? AND seq <= ? AND kind IN ("
                                   + list + ") ORDER BY seq"));
    TRY(statement.bind(from.value(), to.value()));
    std::vector<KindAt> found;
    while (true) {
        TRY_ASSIGN(const bool more, statement.step());
        if (!more)
            return found;
        TRY_ASSIGN(const auto row, statement.row<std::int64_t, std::int64_t, std::int64_t>());
        found.push_back(
            {core::Seq(std::get<0>(row)), static_cast<core::EntryKind>(std::get<1>(row)), core::Seq(std::get<2>(row))});
    }
}

Result<std::optional<core::Identity>> Reader::readIdentity(core::Seq seq) {
    TRY_ASSIGN(sqlite::Statement statement, m_impl->connection.prepare("SELECT identity FROM entries WHERE seq = ?"));
    TRY(statement.bind(seq.value()));
    TRY_ASSIGN(const bool found, statement.step());
    if (!found)
        return missing(seq);
    TRY_ASSIGN(const auto bytes, statement.column<std::optional<sqlite::BlobView>>(0));
    if (!bytes)
        return std::optional<core::Identity>();
    TRY_ASSIGN(const core::Identity identity, fixedBytes<std::tuple_size_v<core::Identity>>(*bytes));
    return std::optional(identity);
}

Result<std::vector<Reader::KnownChange>> Reader::readIdentities(core::Seq after, std::size_t limit) {
    TRY_ASSIGN(sqlite::Statement statement,
               m_impl->connection.prepare("SELECT seq, entity, identity FROM entries"
                                          " WHERE seq > ? AND identity IS NOT NULL ORDER BY seq LIMIT ?"));
    TRY(statement.bind(after.value(), static_cast<std::int64_t>(limit)));
    std::vector<KnownChange> known;
    while (true) {
        TRY_ASSIGN(const bool more, statement.step());
        if (!more)
            return known;
        TRY_ASSIGN(const auto row, statement.row<std::int64_t, std::int64_t, sqlite::BlobView>());
        const auto& [seq, entity, bytes] = row;
        TRY_ASSIGN(const core::Identity identity, fixedBytes<std::tuple_size_v<core::Identity>>(bytes));
        known.push_back({core::Seq(seq), core::EntityId(entity), identity});
    }
}

Result<std::vector<core::Position>> Reader::readPositions() {
    TRY_ASSIGN(sqlite::Statement statement,
               m_impl->connection.prepare("SELECT stream, text FROM positions ORDER BY stream"));
    std::vector<core::Position> positions;
    while (true) {
        TRY_ASSIGN(const bool more, statement.step());
        if (!more)
            return positions;
        TRY_ASSIGN(const auto row, statement.row<std::string, std::string>());
        positions.push_back({std::get<0>(row), std::get<1>(row)});
    }
}

Result<std::vector<ConsumerOffset>> Reader::readConsumers() {
    TRY_ASSIGN(sqlite::Statement statement,
               m_impl->connection.prepare("SELECT consumer, committed FROM consumers ORDER BY consumer"));
    std::vector<ConsumerOffset> offsets;
    while (true) {
        TRY_ASSIGN(const bool more, statement.step());
        if (!more)
            return offsets;
        TRY_ASSIGN(const auto row, statement.row<std::string, std::int64_t>());
        offsets.push_back({std::get<0>(row), core::Seq(std::get<1>(row))});
    }
}

Result<Hash> Reader::readHash(core::Seq seq) {
    if (seq == core::Seq())
        return Hash();
    TRY_ASSIGN(sqlite::Statement statement, m_impl->connection.prepare("SELECT hash FROM entries WHERE seq = ?"));
    TRY(statement.bind(seq.value()));
    TRY_ASSIGN(const bool found, statement.step());
    if (!found)
        return missing(seq);
    TRY_ASSIGN(const sqlite::BlobView bytes, statement.column<sqlite::BlobView>(0));
    return fixedBytes<std::tuple_size_v<Hash>>(bytes);
}

}  // namespace syncline::journal
