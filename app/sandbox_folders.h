#pragma once

#include "engine/base/clock.h"

#include <filesystem>

namespace syncline::app {

/// A folder for a fresh sandbox workspace, named by the moment; it does not exist yet.
[[nodiscard]] std::filesystem::path freshSandboxFolder(const std::filesystem::path& sandboxes, base::WallTime now);

/// Removes the sandbox workspaces that were made there before `kept`: nobody named them, and the last one is enough to
/// go on with. Those that a program has open stay, and whatever else is there. Blocks on the disk; any thread.
void removeFormerSandboxes(const std::filesystem::path& sandboxes, const std::filesystem::path& kept);

}  // namespace syncline::app
