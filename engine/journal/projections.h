#pragma once

#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/core/apply.h"
#include "engine/journal/journal.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace syncline::journal {

/// Of core::apply(), core::isMoving() and the codec of entities: to be raised with every change of what they give for
/// the same entries, so that projections made before are folded anew.
inline constexpr int kFoldVersion = 9;

/// How far the projections have come, and of which journal.
struct Anchor {
    std::string journalId;
    core::Seq watermark;
    Hash chainHash{};     ///< of the entry at the watermark
    int foldVersion = 0;  ///< of apply() and the codec

    bool operator==(const Anchor&) const = default;
};

/// projections.db, written: the ledger (entities as encoded), links, open conflicts, moving entities, what is due,
/// an index of entries by entity, counts of outcomes and kinds. NORMAL; may be deleted while nobody has it open.
/// Follows the journal in bounded steps, each one transaction with its anchor. On the projector's thread; every call
/// blocks.
class Projector {
public:
    /// Opens the file or makes it; what does not fit the journal (id, hash at the watermark, fold version) is thrown
    /// away and begun anew, in the same file, so that its readers see it; a broken file is renamed aside. Errors: those
    /// of Reader::open; NoSpace, PermissionDenied, Busy, Io.
    [[nodiscard]] static base::Result<std::unique_ptr<Projector>> open(const std::filesystem::path& folder,
                                                                       const base::Clock& clock);
    ~Projector();
    Projector(const Projector&) = delete;
    Projector& operator=(const Projector&) = delete;

    /// Folds at most `limit` entries above the watermark; gives how many there were. After a failure nothing of the
    /// step is there. Corrupt: what is broken is the journal, which is left as it is, or the projections, which have
    /// been renamed aside; then every further step fails, and open() begins anew.
    [[nodiscard]] base::Result<std::size_t> step(std::size_t limit);
    [[nodiscard]] core::Seq watermark() const;

    struct Impl;

private:
    explicit Projector(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// What is due to a side: how many cells of how many entities, and since when.
struct DueCount {
    std::size_t entities = 0;
    std::size_t cells = 0;
    core::Seq oldest;  ///< 0: nothing is due
};

/// How a text is looked for in the index of match keys, always without case.
enum class KeyMatch { Whole, Beginning };

enum class EntryOrder { NewestFirst, OldestFirst };

/// projections.db, read, also from other processes: a read-only connection of its own. One thread at a time. What it
/// tells is as of its watermark.
class ProjectionReader {
public:
    /// NotFound when there are no projections yet.
    [[nodiscard]] static base::Result<std::unique_ptr<ProjectionReader>> open(const std::filesystem::path& folder);
    ~ProjectionReader();
    ProjectionReader(const ProjectionReader&) = delete;
    ProjectionReader& operator=(const ProjectionReader&) = delete;

    [[nodiscard]] base::Result<Anchor> readAnchor();
    [[nodiscard]] base::Result<core::WorkspaceState> readWorkspace();
    [[nodiscard]] base::Result<std::optional<core::Entity>> readEntity(core::EntityId id);
    [[nodiscard]] base::Result<std::optional<core::EntityId>> readLink(const core::RecordKey& record);
    /// Entities above `after` in order of id, at most `limit`; only the moving ones if asked for.
    [[nodiscard]] base::Result<std::vector<core::Entity>> readEntities(core::EntityId after, std::size_t limit,
                                                                       bool movingOnly = false);
    /// Linked entities above `after` in order of id, at most `limit`.
    [[nodiscard]] base::Result<std::vector<core::EntityId>> readLinked(core::EntityId after, std::size_t limit);
    /// Entities with an open conflict above `after`.
    [[nodiscard]] base::Result<std::vector<core::Entity>> readConflicted(core::EntityId after, std::size_t limit);
    [[nodiscard]] base::Result<std::optional<core::EntityId>> readEntityOfConflict(core::Seq conflict);
    /// Entities that have this text as a record id, an e-mail or a name ("Lovelace", "Ada Lovelace"), or one that
    /// begins with it: in order of those texts, each entity once, at most `limit`.
    [[nodiscard]] base::Result<std::vector<core::EntityId>> readEntitiesByKey(std::string_view key, std::size_t limit,
                                                                              KeyMatch match = KeyMatch::Whole);
    /// The entries of an entity, of 0 those of the workspace as a whole: newest first below `from` (0: from the newest
    /// on), or oldest first above it. At most `limit`.
    [[nodiscard]] base::Result<std::vector<core::Seq>> readEntriesOf(core::EntityId id, core::Seq from,
                                                                     std::size_t limit,
                                                                     EntryOrder order = EntryOrder::NewestFirst);
    [[nodiscard]] base::Result<DueCount> readDue(core::Side side);
    [[nodiscard]] base::Result<std::size_t> readOpenConflicts();
    /// How many fields had each outcome, and how many entries of each kind there are, by their names.
    [[nodiscard]] base::Result<std::map<std::string, std::int64_t>> readOutcomes();
    [[nodiscard]] base::Result<std::map<std::string, std::int64_t>> readKinds();

    struct Impl;

private:
    explicit ProjectionReader(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::journal
