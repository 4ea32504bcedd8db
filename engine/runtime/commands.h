#pragma once

#include "engine/base/result.h"
#include "engine/journal/reader.h"
#include "engine/mapping/workspace.h"
#include "engine/runtime/command.h"
#include "engine/runtime/step_context.h"

#include <vector>

namespace syncline::runtime {

/// What people ask for, as entries like everything else. On the sequencer's thread.
class Commands {
public:
    Commands(const mapping::Workspace& workspace, Ledger& ledger, journal::Reader& reader)
        : m_workspace(workspace), m_ledger(ledger), m_reader(reader) {}

    [[nodiscard]] base::Result<core::Seq> run(StepContext& context, const ResolveConflict& command);
    [[nodiscard]] base::Result<core::Seq> run(StepContext& context, const UndoResolution& command);
    [[nodiscard]] base::Result<core::Seq> run(StepContext& context, const SetMode& command);
    [[nodiscard]] base::Result<core::Seq> run(StepContext& context, const ChangeRules& command);
    /// `consumers`: those there are, with their offsets, which are changed.
    [[nodiscard]] base::Result<core::Seq> run(StepContext& context, const RewindConsumer& command,
                                              std::vector<journal::ConsumerOffset>& consumers);

private:
    struct OpenConflict {
        core::EntityId entity;
        std::string field;
        const core::Conflict* conflict = nullptr;
    };
    [[nodiscard]] base::Result<core::EntityId> loadSurvivor(core::EntityId id);
    [[nodiscard]] base::Result<OpenConflict> findOpen(core::Seq conflict);
    [[nodiscard]] base::Result<core::Resolution> resolutionOf(const ResolveConflict& command,
                                                              const OpenConflict& open) const;

    const mapping::Workspace& m_workspace;
    Ledger& m_ledger;
    journal::Reader& m_reader;
};

}  // namespace syncline::runtime
