#pragma once

#include "app/embedded_sandbox.h"
#include "engine/base/result.h"
#include "engine/connectors/api/connector.h"
#include "engine/mapping/workspace.h"

#include <memory>

namespace syncline::app {

/// Both connectors of a workspace, not started. Secrets come from `access` where it has some (the sandbox's), else from
/// the environment, else from the keyring. The clock must outlive them.
[[nodiscard]] core::PerSide<std::unique_ptr<connectors::Connector>> makeConnectors(const mapping::Workspace& workspace,
                                                                                   const SideAccess* access,
                                                                                   const base::Clock& clock);

/// Reads the workspace; of a sandbox workspace the embedded servers are started, and the workspace that is given back
/// leads to them. For commands that need an engine of their own.
struct OpenedWorkspace {
    mapping::Workspace workspace;
    std::unique_ptr<EmbeddedSandbox> sandbox;  ///< null for real connections
};

}  // namespace syncline::app
