#pragma once

#include "engine/base/result.h"
#include "engine/runtime/comparison.h"
#include "engine/runtime/linker.h"
#include "engine/runtime/undecided.h"
#include "engine/runtime/waiting.h"

#include <map>
#include <optional>
#include <set>
#include <utility>

namespace syncline::runtime {

/// Takes the captured changes of each entity in order to their decisions, reading first what has to be known: the
/// partner, both records, a history. One entity's waiting holds back nobody else. What it waits for is forgotten at an
/// end of the program and asked again at the next start. On the sequencer's thread.
class Decider {
public:
    Decider(const mapping::Workspace& workspace, Ledger& ledger, ReadQueue& reads, journal::Reader& reader)
        : m_workspace(workspace),
          m_ledger(ledger),
          m_reads(reads),
          m_undecided(reader),
          m_linker(workspace, ledger, reads),
          m_comparison(workspace, ledger, reads, m_undecided) {}

    void captured(core::Seq seq, const core::ChangeCaptured& captured) { m_undecided.add(seq, captured); }
    /// Changes of the entity may have been missed, as an entry of this step says.
    void missed(core::EntityId id);
    /// As far as it goes without a read.
    [[nodiscard]] base::Result<void> advance(StepContext& context, core::EntityId id);
    [[nodiscard]] base::Result<void> got(StepContext& context, const ReadGot& got);
    /// The side's stream has told of a change that was made then, by its clock.
    void streamTold(const StepContext& context, core::Side side, base::WallTime changedAt);
    /// While a side is not connected its stream passes no read.
    void sideChanged(core::Side side, core::ConnectorPhase phase);
    /// Compares what was read long enough ago for the streams to have passed it, and says when it is time for the next.
    [[nodiscard]] base::Result<void> release(StepContext& context);

private:
    [[nodiscard]] bool wantsComparison(const core::Entity& entity) const;
    [[nodiscard]] base::Result<bool> decideFront(StepContext& context, core::EntityId id);
    [[nodiscard]] bool waitForNeeds(const StepContext& context, const core::Entity& entity, const core::Change& change,
                                    bool historyTried);
    void decide(StepContext& context, core::EntityId id, const core::ChangeCaptured& captured,
                const core::Change& change);
    void decideAll(StepContext& context, core::EntityId id, const core::ChangeCaptured& captured,
                   core::Outcome outcome);
    void hold(core::EntityId id, Waiting& waiting);
    [[nodiscard]] Waiting letGo(core::EntityId id);
    void noteConnected(base::MonotonicTime now);
    void readsKept();
    [[nodiscard]] base::MonotonicTime believedAt(const Waiting& waiting) const;
    [[nodiscard]] base::Result<void> conclude(StepContext& context, core::EntityId id, const Waiting& waiting);
    [[nodiscard]] base::Result<void> decideUnmapped(StepContext& context, core::EntityId id);
    void decideRecordAction(StepContext& context, core::EntityId id, const core::ChangeCaptured& captured);
    [[nodiscard]] base::Result<void> gotHistory(StepContext& context, core::EntityId id, const ReadGot& got);
    [[nodiscard]] base::Result<void> gotForLink(StepContext& context, core::EntityId id, Waiting waiting,
                                                const ReadGot& got);

    const mapping::Workspace& m_workspace;
    Ledger& m_ledger;
    ReadQueue& m_reads;
    Undecided m_undecided;
    Linker m_linker;
    Comparison m_comparison;
    std::map<core::EntityId, Waiting> m_waiting;
    std::set<std::pair<base::MonotonicTime, core::EntityId>> m_held;  ///< read, and not believed yet
    core::PerSide<bool> m_isConnected;
    core::PerSide<std::optional<base::MonotonicTime>> m_connectedSince;
    core::PerSide<std::optional<base::MonotonicTime>> m_behindAt;  ///< when the stream was last seen to be behind
};

}  // namespace syncline::runtime
