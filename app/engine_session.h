#pragma once

#include "app/control_socket.h"
#include "app/embedded_sandbox.h"
#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/connectors/keyring_secrets.h"
#include "engine/mapping/workspace.h"
#include "engine/runtime/engine.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace syncline::app {

struct SessionOptions {
    std::filesystem::path workspace;
    bool sandbox = false;               ///< a sandbox workspace is made there if there is none; another one is refused
    std::optional<std::uint64_t> seed;  ///< of a sandbox workspace that is made now
    std::optional<double> editsPerSecond;  ///< of the sandbox's people; none: as the workspace says
    runtime::KillPlan kill = {};
    bool firstMinute = false;  ///< of a sandbox made now: its people soon give something to see
};

/// A workspace with its engine at work, and its sandbox if it is one: what `syncline run` and the console have in
/// common. The destructor ends all of it cleanly and waits for that.
class EngineSession {
public:
    struct Tools {
        const base::Clock& clock;  ///< outlives the session
        /// The program's only one; null: one is made when a real connection asks for it, and open() is called once.
        std::shared_ptr<connectors::Keyring> keyring;
        /// Called on a thread of the engine or the sandbox when it cannot go on; maybe more than once.
        std::function<void(const base::Error&)> failed;
    };
    /// The workspace that the options name, made if it is to be. Errors: those of the workspace file; InvalidArgument
    /// for options that do not fit it. Blocks on the disk; any thread.
    [[nodiscard]] static base::Result<mapping::Workspace> openWorkspace(const SessionOptions& options,
                                                                        base::WallTime now);
    /// Starts sandbox, connectors and engine. Errors: those of Engine::start (Busy: another engine has the workspace)
    /// and of the sandbox. Blocks; any thread.
    [[nodiscard]] static base::Result<std::unique_ptr<EngineSession>> open(const SessionOptions& options,
                                                                           mapping::Workspace workspace, Tools tools);
    ~EngineSession();
    EngineSession(const EngineSession&) = delete;
    EngineSession& operator=(const EngineSession&) = delete;

    /// Other processes of the same user may ask and command from now on. On the main thread. Errors: Io.
    [[nodiscard]] base::Result<void> listen();
    /// Nothing is taken in or sent any more. Any thread; waits for the end.
    void stop() { m_engine->stop(); }
    /// On the main thread, after stop(): from then on the session may end on any thread.
    void hangUp() { m_socket.reset(); }

    [[nodiscard]] runtime::Engine& engine() const { return *m_engine; }
    /// With its connections as they are at the moment: a sandbox's lead to this process.
    [[nodiscard]] const mapping::Workspace& workspace() const { return m_workspace; }
    /// Null for a workspace with real connections.
    [[nodiscard]] EmbeddedSandbox* sandbox() const { return m_sandbox.get(); }

private:
    explicit EngineSession(mapping::Workspace workspace) : m_workspace(std::move(workspace)) {}
    base::Result<void> start(const SessionOptions& options, Tools tools);

    mapping::Workspace m_workspace;
    std::unique_ptr<EmbeddedSandbox> m_sandbox;
    std::unique_ptr<runtime::Engine> m_engine;
    std::unique_ptr<ControlSocket> m_socket;
};

}  // namespace syncline::app
