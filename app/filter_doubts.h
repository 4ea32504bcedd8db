#pragma once

#include "app/workspace_reader.h"
#include "engine/base/result.h"
#include "engine/core/filter_doubt.h"

#include <string_view>
#include <vector>

namespace syncline::app {

/// The words of a filter that name nothing of the workspace, from left to right: objects and fields that are not
/// mapped, and, where it has taken no entry, names where records are asked for by id or match key. Whoever compares a
/// record with a name finds nothing; and only the entries tell of every match key. Errors: those of the projections.
[[nodiscard]] base::Result<std::vector<core::FilterDoubt>> doubtsIn(std::string_view filter, bool hasTakenEntries,
                                                                    WorkspaceReader& reader);

}  // namespace syncline::app
