#include "engine/journal/journal.h"

#include "engine/base/try.h"
#include "engine/journal/column_bytes.h"
#include "engine/journal/journal_file.h"
#include "engine/journal/stored_entry.h"
#include "engine/journal/workspace_lock.h"
#include "engine/sqlite/transaction.h"

#include <optional>
#include <utility>

#include <unistd.h>

namespace syncline::journal {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

Error refused(std::string detail) {
    return {ErrorCode::Internal, "append to journal", {}, std::move(detail), {}};
}

std::string text(core::Seq seq) {
    return std::to_string(seq.value());
}

/// RFC 9562, version 4: 122 random bits.
std::string drawUuid(base::Random& random) {
    Salt bytes = drawSalt(random);
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | 0x40U);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | 0x80U);
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string uuid;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        if (at == 4 || at == 6 || at == 8 || at == 10)
            uuid += '-';
        uuid += kDigits[bytes[at] >> 4U];
        uuid += kDigits[bytes[at] & 0x0FU];
    }
    return uuid;
}

/// The engine takes the lock before it opens the journal; whoever opens a journal alone takes it here.
Result<std::optional<WorkspaceLock>> lockUnlessOurs(const std::filesystem::path& folder) {
    Result<WorkspaceLock> lock = WorkspaceLock::acquire(folder);
    if (lock)
        return std::optional(*std::move(lock));
    if (lock.error().code == ErrorCode::Busy && WorkspaceLock::lastHolder(folder) == getpid())
        return std::optional<WorkspaceLock>();
    return lock.error();
}

Result<void> makeId(sqlite::Connection& connection, base::WallTime now, base::Random& random) {
    TRY_ASSIGN(sqlite::Transaction transaction, sqlite::Transaction::begin(connection));
    TRY(connection.run("INSERT INTO journal(id, created) SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM journal)",
                       drawUuid(random), now.time_since_epoch().count()));
    return transaction.commit();
}

}  // namespace

struct Journal::Impl {
    std::optional<WorkspaceLock> lock;
    sqlite::Connection connection;
    base::Random random;
    Sha256 sha256{};
    std::string id{};
    Head head{};

    /// That the batch goes on where the journal ends: the sequencer counts, and nothing here counts for it.
    [[nodiscard]] Result<void> check(const Batch& batch) const;
    /// Gives the head behind the entries.
    [[nodiscard]] Result<Head> insertEntries(const std::vector<NewEntry>& entries);
    [[nodiscard]] Result<void> upsertPositions(const std::vector<core::Position>& positions);
    [[nodiscard]] Result<void> upsertOffsets(const std::vector<ConsumerOffset>& offsets);
};

Result<void> Journal::Impl::check(const Batch& batch) const {
    core::Seq last = head.seq;
    for (const NewEntry& added : batch.entries) {
        const core::Entry& entry = added.entry;
        if (entry.seq != core::next(last))
            return refused("entry " + text(entry.seq) + " after " + text(last) + " leaves a gap");
        if (entry.cause >= entry.seq)
            return refused("entry " + text(entry.seq) + " is caused by " + text(entry.cause)
                           + ", which is not before it");
        last = entry.seq;
    }
    for (const ConsumerOffset& offset : batch.offsets) {
        if (offset.committed > last)
            return refused("consumer " + offset.consumer + " commits " + text(offset.committed) + ", behind the head "
                           + text(last));
    }
    return {};
}

Result<Head> Journal::Impl::insertEntries(const std::vector<NewEntry>& entries) {
    Head last = head;
    TRY_ASSIGN(sqlite::Statement statement, connection.prepare(kInsertEntry));
    for (const NewEntry& entry : entries) {
        StoredEntry stored = toStored(entry, drawSalt(random));
        TRY_ASSIGN(stored.hash, chainHash(sha256, stored, last.hash));
        TRY(insert(statement, stored));
        last = {stored.seq, stored.hash};
    }
    return last;
}

Result<void> Journal::Impl::upsertPositions(const std::vector<core::Position>& positions) {
    for (const core::Position& position : positions)
        TRY(
            connection.run("INSERT INTO positions(stream, text) VALUES(?, ?)"
                           " ON CONFLICT(stream) DO UPDATE SET text = excluded.text",
                           position.stream, position.text));
    return {};
}

Result<void> Journal::Impl::upsertOffsets(const std::vector<ConsumerOffset>& offsets) {
    for (const ConsumerOffset& offset : offsets)
        TRY(
            connection.run("INSERT INTO consumers(consumer, committed) VALUES(?, ?)"
                           " ON CONFLICT(consumer) DO UPDATE SET committed = excluded.committed",
                           offset.consumer, offset.committed.value()));
    return {};
}

Journal::Journal(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Journal::~Journal() = default;

Result<std::unique_ptr<Journal>> Journal::open(const std::filesystem::path& folder, const base::Clock& clock,
                                               base::Random salts) {
    TRY_ASSIGN(auto lock, lockUnlessOurs(folder));
    TRY_ASSIGN(sqlite::Connection connection, openForWriting(folder, clock));
    auto impl = std::make_unique<Impl>(Impl{std::move(lock), std::move(connection), salts});
    TRY(makeId(impl->connection, clock.wallNow(), impl->random));
    TRY_ASSIGN(impl->id, readId(impl->connection));
    TRY_ASSIGN(impl->head, readHead(impl->connection));
    return std::unique_ptr<Journal>(new Journal(std::move(impl)));
}

Result<void> Journal::append(const Batch& batch) {
    if (batch.isEmpty())
        return {};
    TRY(m_impl->check(batch));
    TRY_ASSIGN(sqlite::Transaction transaction, sqlite::Transaction::begin(m_impl->connection));
    TRY_ASSIGN(const Head last, m_impl->insertEntries(batch.entries));
    TRY(m_impl->upsertPositions(batch.positions));
    TRY(m_impl->upsertOffsets(batch.offsets));
    TRY(transaction.commit());
    m_impl->head = last;
    return {};
}

core::Seq Journal::head() const {
    return m_impl->head.seq;
}

const std::string& Journal::id() const {
    return m_impl->id;
}

}  // namespace syncline::journal
