#pragma once

#include "engine/base/result.h"
#include "engine/runtime/command.h"

#include <filesystem>

namespace syncline::app {

/// Has a command carried out: by the running engine of the workspace, or, when none runs, by an engine without
/// connectors that is opened for it. Blocks. Gives the entry that it led to. Errors: those of the command, Busy,
/// Unavailable.
[[nodiscard]] base::Result<core::Seq> perform(const std::filesystem::path& folder, const runtime::Command& command);

}  // namespace syncline::app
