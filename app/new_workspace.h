#pragma once

#include "engine/base/result.h"
#include "engine/core/side.h"

#include <filesystem>
#include <string>

namespace syncline::app {

struct NewWorkspaceSettings {
    std::filesystem::path folder;
    std::string name;
    core::PerSide<std::string> baseUrl;
};

/// Writes workspace.json of a workspace with real connections: the sample's contacts and companies, to be edited by a
/// person, both directions in observe, no secrets. Makes the folder; nothing is overwritten. Errors: InvalidArgument
/// for what a workspace file refuses (plain http to other than loopback), AlreadyExists, PermissionDenied, Io. Blocks
/// on the disk.
[[nodiscard]] base::Result<void> createWorkspace(const NewWorkspaceSettings& settings);

}  // namespace syncline::app
