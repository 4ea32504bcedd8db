#pragma once

#include "engine/base/result.h"
#include "engine/runtime/undecided.h"
#include "engine/runtime/waiting.h"

namespace syncline::runtime {

/// The baseline: both records of an entity are read and compared once, and the changes that were captured before are
/// folded into it (semantics, section 9). On the sequencer's thread.
class Comparison {
public:
    Comparison(const mapping::Workspace& workspace, Ledger& ledger, ReadQueue& reads, Undecided& undecided)
        : m_workspace(workspace), m_ledger(ledger), m_reads(reads), m_undecided(undecided) {}

    /// Asks for both records: at once when a change waits for them, else when there is room.
    [[nodiscard]] Waiting begin(const core::Entity& entity);
    /// Both records are read: appends BaselineRead, what was decided, and a decision for every change that was captured
    /// before the reads were asked for. A record that is not there any more becomes a tombstone instead.
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
    };

    [[nodiscard]] base::Result<std::vector<core::ChangeCaptured>> foldable(const core::Entity& entity, core::Seq asOf);
    [[nodiscard]] core::Version versionOf(const Case& of, const mapping::FieldMapping& field, core::Side side) const;
    [[nodiscard]] bool buryMissing(StepContext& context, core::EntityId id, const Waiting& waiting);
    void fold(Case& of);

    const mapping::Workspace& m_workspace;
    Ledger& m_ledger;
    ReadQueue& m_reads;
    Undecided& m_undecided;
};

/// The decisions of fields that nobody mapped.
void addUnmapped(core::Decision& decision, const std::vector<std::string>& fields);

}  // namespace syncline::runtime
