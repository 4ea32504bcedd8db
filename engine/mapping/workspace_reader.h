#pragma once

#include "engine/mapping/json_node.h"
#include "engine/mapping/workspace.h"

namespace syncline::mapping {

/// The workspace that a document says, which has been found without mistakes. Everything but its policy's hash. A
/// relative path of the document begins at the folder.
[[nodiscard]] Workspace workspaceOf(const JsonNode& document, const std::filesystem::path& folder);

}  // namespace syncline::mapping
