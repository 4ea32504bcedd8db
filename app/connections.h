#pragma once

#include "app/embedded_sandbox.h"
#include "app/wire_times.h"
#include "engine/base/result.h"
#include "engine/connectors/api/connector.h"
#include "engine/connectors/keyring_secrets.h"
#include "engine/mapping/workspace.h"

#include <memory>

namespace syncline::app {

/// Both connectors of a workspace, not started. Secrets come from `access` where there is one (the sandbox's), else
/// from the environment, else from `keyring`; without one, one is made, which only the first call in a process may do.
/// The main thread goes on with its event loop if the keyring is to answer. What goes over the wire is noted in
/// `times`, if given, which outlives them, as the clock does. Errors: those of reading a connection's trust anchors.
/// Any thread; blocks on the disk.
[[nodiscard]] base::Result<core::PerSide<std::unique_ptr<connectors::Connector>>> makeConnectors(
    const mapping::Workspace& workspace, const SideAccess* access, const base::Clock& clock, WireTimes* times = nullptr,
    std::shared_ptr<connectors::Keyring> keyring = nullptr);

}  // namespace syncline::app
