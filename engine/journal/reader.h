#pragma once

#include "engine/base/result.h"
#include "engine/journal/batch.h"
#include "engine/journal/journal.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace syncline::journal {

/// The journal read by everybody else, also while an engine writes it and from another process: a read-only connection
/// of its own. One thread at a time. No read transaction outlives a call; pages go by key.
class Reader {
public:
    /// NotFound where there is no journal; UnsupportedVersion for a newer one and an older one, which only
    /// Journal::open upgrades; Corrupt; PermissionDenied also for a folder that may not be written while no engine runs
    /// (SQLite makes a file of shared memory there); Io.
    [[nodiscard]] static base::Result<std::unique_ptr<Reader>> open(const std::filesystem::path& folder);
    ~Reader();
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    [[nodiscard]] base::Result<core::Seq> readHead();
    [[nodiscard]] base::Result<std::string> readJournalId();
    /// NotFound when it is not there.
    [[nodiscard]] base::Result<core::Entry> readEntry(core::Seq seq);
    /// At most `limit` entries from `from` on, upwards, none above `to`.
    [[nodiscard]] base::Result<std::vector<core::Entry>> readPage(core::Seq from, core::Seq to, std::size_t limit);
    /// The same downwards: from `from` on towards the first.
    [[nodiscard]] base::Result<std::vector<core::Entry>> readPageBackwards(core::Seq from, std::size_t limit);
    /// The entries from `from` through `to` that are of one of these kinds, upwards: without what they hold, so that
    /// the long ones among them are not read.
    struct KindAt {
        core::Seq seq;
        core::EntryKind kind = core::EntryKind::ChangeCaptured;
        core::Seq cause;
    };
    [[nodiscard]] base::Result<std::vector<KindAt>> readKinds(core::Seq from, core::Seq to,
                                                              std::span<const core::EntryKind> kinds);
    [[nodiscard]] base::Result<std::optional<core::Identity>> readIdentity(core::Seq seq);
    /// Sequences and identities of captured changes above `after`, upwards, at most `limit`: for the identity filter.
    struct KnownChange {
        core::Seq seq;
        core::EntityId entity;
        core::Identity identity;
    };
    [[nodiscard]] base::Result<std::vector<KnownChange>> readIdentities(core::Seq after, std::size_t limit);
    [[nodiscard]] base::Result<std::vector<core::Position>> readPositions();
    [[nodiscard]] base::Result<std::vector<ConsumerOffset>> readConsumers();
    /// The chain hash of an entry; of 0: all zero.
    [[nodiscard]] base::Result<Hash> readHash(core::Seq seq);

    struct Impl;

private:
    explicit Reader(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::journal
