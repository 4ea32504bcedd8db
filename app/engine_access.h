#pragma once

#include "engine/base/result.h"
#include "engine/runtime/command.h"

#include <filesystem>

namespace syncline::app {

struct Performed {
    core::Seq entry;       ///< that the command led to; of a rewind the offset before it
    bool isLater = false;  ///< no engine runs: what it makes due, or sends again, leaves with the next run
};

/// Has a command carried out: by the running engine of the workspace, or, when none runs, by an engine without
/// connectors that is opened for it. Blocks; after a rewind without a running engine until the stream has sent again
/// what it was to: no next run may come soon, and one line of it has to be there for the mark to outlive the engine.
/// Errors: those of the command, Busy, Unavailable.
[[nodiscard]] base::Result<Performed> perform(const std::filesystem::path& folder, const runtime::Command& command);

}  // namespace syncline::app
