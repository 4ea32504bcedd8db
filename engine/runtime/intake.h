#pragma once

#include "engine/base/result.h"
#include "engine/mapping/workspace.h"
#include "engine/runtime/identity_index.h"
#include "engine/runtime/step_context.h"

namespace syncline::runtime {

/// From what a connector told to ChangeCaptured and GapDetected entries: refuses what is known, finds or makes the
/// entity, translates fields. On the sequencer's thread.
class Intake {
public:
    Intake(const mapping::Workspace& workspace, Ledger& ledger, IdentityIndex& identities)
        : m_workspace(workspace), m_ledger(ledger), m_identities(identities) {}

    [[nodiscard]] base::Result<void> take(StepContext& context, core::Side side, connectors::Captured captured);
    [[nodiscard]] base::Result<void> take(StepContext& context, core::Side side,
                                          const connectors::MissedChanges& missed);
    /// Names the records of gaps that concern a whole side, some hundred a step; asks to be woken while there are more.
    [[nodiscard]] base::Result<void> nameGapRecords(StepContext& context);

    /// Deliveries of known changes since the start.
    [[nodiscard]] std::uint64_t duplicates(core::Side side) const { return m_duplicates[side]; }

private:
    [[nodiscard]] base::Result<void> takeOne(StepContext& context, core::Side side, connectors::SourceChange change);
    [[nodiscard]] base::Result<void> nameSome(StepContext& context, core::Side side);
    void buryMerged(StepContext& context, const core::RecordKey& survivor, core::Seq cause,
                    const std::vector<core::EntityId>& losers, const std::vector<std::string>& ids);

    const mapping::Workspace& m_workspace;
    Ledger& m_ledger;
    IdentityIndex& m_identities;
    core::PerSide<std::uint64_t> m_duplicates;
    core::PerSide<core::EntityId> m_named;  ///< of the gap being named: the last entity that was
};

}  // namespace syncline::runtime
