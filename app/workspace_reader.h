#pragma once

#include "engine/base/result.h"
#include "engine/core/filter.h"
#include "engine/journal/projections.h"
#include "engine/journal/reader.h"
#include "engine/mapping/workspace.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace syncline::app {

/// A workspace as commands read it, whether an engine runs there or not.
struct WorkspaceReader {
    mapping::Workspace workspace;
    std::unique_ptr<journal::Reader> journal;
    std::unique_ptr<journal::ProjectionReader> projections;

    /// Errors: those of the workspace file; NotFound when no engine has run there yet. Projections that lie far behind
    /// (no engine runs, and they were deleted) are brought up first, if nobody holds the workspace.
    [[nodiscard]] static base::Result<WorkspaceReader> open(const std::filesystem::path& folder);

    /// An entity's object and the texts by which people name its records: ids and match keys. Empty for entity 0.
    struct Names {
        std::string object;
        std::vector<std::string> records;
    };
    [[nodiscard]] base::Result<Names> namesOf(core::EntityId entity) const;
};

/// The e-mail of an entity, else its name, else one of its record ids.
[[nodiscard]] std::string titleOf(const core::Entity& entity);

}  // namespace syncline::app
