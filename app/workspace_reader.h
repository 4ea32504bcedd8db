#pragma once

#include "engine/base/result.h"
#include "engine/journal/projections.h"
#include "engine/journal/reader.h"
#include "engine/mapping/workspace.h"

#include <filesystem>
#include <memory>

namespace syncline::app {

/// A workspace as commands read it, whether an engine runs there or not.
struct WorkspaceReader {
    mapping::Workspace workspace;
    std::unique_ptr<journal::Reader> journal;
    std::unique_ptr<journal::ProjectionReader> projections;

    /// Errors: those of the workspace file; NotFound when no engine has run there yet. Projections that lie far behind
    /// (no engine runs, and they were deleted) are brought up first, if nobody holds the workspace.
    [[nodiscard]] static base::Result<WorkspaceReader> open(const std::filesystem::path& folder);
};

}  // namespace syncline::app
