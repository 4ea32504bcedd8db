#pragma once

#include "engine/base/result.h"
#include "engine/runtime/undecided.h"
#include "engine/runtime/waiting.h"

#include <set>
#include <string>
#include <vector>

namespace syncline::runtime {

/// The baseline: both records of an entity are read and compared once, and the changes that were captured before are
/// folded into it (semantics, section 9). Of an entity that is not stale only the fields that are unknown are compared:
/// nothing is written to those, and what is known goes on being decided and written as it is told. A stale one is
/// compared as a whole; nothing is written to it until then. On the sequencer's thread.
class Comparison {
public:
    Comparison(const mapping::Workspace& workspace, Ledger& ledger, ReadQueue& reads, Undecided& undecided)
        : m_workspace(workspace), m_ledger(ledger), m_reads(reads), m_undecided(undecided) {}

    /// Asks for both records: at once when a change waits for them, else when there is room. While a write is out the
    /// known fields are left for another comparison.
    [[nodiscard]] Waiting begin(const core::Entity& entity, base::WallTime now);
    /// A change came since the reads were asked for that they may have to be folded with: any, when all is compared;
    /// else one that names a field that is still unknown, or does something else with the record.
    [[nodiscard]] base::Result<bool> isOvertaken(const core::Entity& entity, const Waiting& waiting);
    /// Both records are read: appends BaselineRead, what was decided, and a decision for every change that was captured
    /// before the reads were asked for. What a gap has outdated is to be compared once more. A record that is not there
    /// any more becomes a tombstone instead.
    [[nodiscard]] base::Result<void> finish(StepContext& context, core::EntityId id, const Waiting& waiting);
    /// There is no partner, and one may be made: every field of the record gets a standing version, which the writer
    /// of the other side creates it from. Decides the change that led here.
    [[nodiscard]] base::Result<void> prepareCreate(StepContext& context, core::EntityId id, const Waiting& waiting);

private:
    struct Case {
        StepContext& context;
        core::EntityId id;
        const mapping::ObjectMapping& object;
        const Waiting& waiting;
        core::Seq baseline;                        ///< the BaselineRead's sequence, for versions that only it knows
        std::vector<core::ChangeCaptured> folded;  ///< oldest first
        std::set<std::string> compared = {};       ///< fields
    };

    [[nodiscard]] base::Result<std::vector<core::ChangeCaptured>> foldable(const core::Entity& entity, core::Seq asOf);
    [[nodiscard]] core::Version versionOf(const Case& of, const mapping::FieldMapping& field, core::Side side) const;
    [[nodiscard]] bool buryMissing(StepContext& context, core::EntityId id, const Waiting& waiting);
    void fold(Case& of);
    [[nodiscard]] core::Decision decideOthers(const Case& of, const core::ChangeCaptured& captured);

    const mapping::Workspace& m_workspace;
    Ledger& m_ledger;
    ReadQueue& m_reads;
    Undecided& m_undecided;
};

/// A write to one of its records is out.
[[nodiscard]] bool hasOpenWrites(const core::Entity& entity);
[[nodiscard]] bool isStale(const core::Entity& entity);
/// What the record's history tells of these fields of the change: who set them, and when. Of a change without a time
/// the first version of its value behind what the entity's cell has of that side; where that is not known, the newest.
void addHistory(core::Change& change, const core::Entity& entity, const std::set<std::string>& fields,
                const mapping::ObjectMapping& object, const connectors::RecordRead& read);
/// The decisions of fields that nobody mapped.
void addUnmapped(core::Decision& decision, const std::vector<std::string>& fields);

}  // namespace syncline::runtime
