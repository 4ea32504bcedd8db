#include "app/engine_session.h"

#include "app/connections.h"
#include "app/run_time.h"
#include "engine/base/random.h"
#include "engine/base/try.h"

#include <utility>

namespace syncline::app {

base::Result<mapping::Workspace> EngineSession::openWorkspace(const SessionOptions& options, base::WallTime now) {
    const std::filesystem::path& folder = options.workspace;
    if (options.sandbox && !std::filesystem::exists(folder / mapping::kWorkspaceFile)) {
        mapping::SandboxSettings settings;
        settings.seed = options.seed.value_or(settings.seed);
        settings.editsPerSecond = options.editsPerSecond.value_or(settings.editsPerSecond);
        TRY(mapping::createSandboxWorkspace(folder, settings, now));
    }
    TRY_ASSIGN(mapping::Workspace workspace, mapping::readWorkspace(folder));
    if (options.sandbox && !workspace.sandbox)
        return base::Error{base::ErrorCode::InvalidArgument, "run on the sandbox", folder.string(),
                           "the workspace has real connections", "leave --sandbox away, or name another folder"};
    if (!workspace.sandbox && options.editsPerSecond)
        return base::Error{base::ErrorCode::InvalidArgument, "run", folder.string(),
                           "--edits-per-second is for a sandbox workspace", "leave it away"};
    return workspace;
}

base::Result<std::unique_ptr<EngineSession>> EngineSession::open(const SessionOptions& options,
                                                                 mapping::Workspace workspace, Tools tools) {
    std::unique_ptr<EngineSession> session(new EngineSession(std::move(workspace)));
    TRY(session->start(options, std::move(tools)));
    return session;
}

base::Result<void> EngineSession::start(const SessionOptions& options, Tools tools) {
    // Before the sandbox: of two that keep their world in one file each would undo what the other did.
    TRY_ASSIGN(journal::WorkspaceLock lock, runtime::Engine::acquire(m_workspace.folder));
    const SideAccess* access = nullptr;
    if (m_workspace.sandbox) {
        const double rate = options.editsPerSecond.value_or(m_workspace.sandbox->editsPerSecond);
        TRY_ASSIGN(m_sandbox, EmbeddedSandbox::start(m_workspace, {rate, options.firstMinute && rate > 0}, tools.clock,
                                                     tools.failed));
        access = &m_sandbox->access();
        m_workspace = withAccess(std::move(m_workspace), *access);
    }
    TRY_ASSIGN(auto connectors, makeConnectors(m_workspace, access, tools.clock, nullptr, std::move(tools.keyring)));
    runtime::EngineParts parts{
        m_workspace,  std::move(connectors), tools.clock, base::Random(startSeed(tools.clock)), std::move(tools.failed),
        options.kill, std::move(lock)};
    TRY_ASSIGN(m_engine, runtime::Engine::start(std::move(parts)));
    return {};
}

EngineSession::~EngineSession() {
    // The engine still answers commands while it stops, to the socket that they came by.
    m_engine.reset();
    m_socket.reset();
    m_sandbox.reset();
}

base::Result<void> EngineSession::listen() {
    const SideAccess* access = m_sandbox ? &m_sandbox->access() : nullptr;
    TRY_ASSIGN(m_socket, ControlSocket::listen(m_workspace.folder, *m_engine, access));
    return {};
}

}  // namespace syncline::app
