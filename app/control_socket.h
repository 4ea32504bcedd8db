#pragma once

#include "app/embedded_sandbox.h"
#include "engine/base/result.h"
#include "engine/runtime/engine.h"

#include <QJsonObject>
#include <QLocalServer>
#include <filesystem>
#include <memory>

namespace syncline::app {

/// The running engine of a workspace, for other processes of the same user: one request and one answer a connection,
/// each a line of JSON. Requests: a command (command_json.h), {"kind":"snapshot"}, {"kind":"access"} (where the
/// connections lead; the sandbox's credentials, never real ones). On the main thread's event loop.
class ControlSocket final : public QObject {
    Q_OBJECT
public:
    /// Only the same user can open it. A socket that a killed engine left is replaced: the caller holds the workspace's
    /// lock. Errors: Io.
    [[nodiscard]] static base::Result<std::unique_ptr<ControlSocket>> listen(const std::filesystem::path& folder,
                                                                             runtime::Engine& engine,
                                                                             const SideAccess* access);
    ~ControlSocket() override;

private:
    ControlSocket(runtime::Engine& engine, const SideAccess* access) : m_engine(engine), m_access(access) {}
    void accept();
    void answer(QLocalSocket* socket, const QByteArray& line);
    void runCommand(QLocalSocket* socket, const QJsonObject& request);
    [[nodiscard]] QJsonObject accessJson() const;

    runtime::Engine& m_engine;
    const SideAccess* m_access;  ///< null for real connections
    QLocalServer m_server;
};

/// The operation of askEngine's own errors, which tells them from those in the engine's answer.
inline constexpr const char* kAskOperation = "ask the running engine";

/// The answer of the workspace's running engine; NotFound when none runs. Blocks, at most ten seconds.
[[nodiscard]] base::Result<QJsonObject> askEngine(const std::filesystem::path& folder, const QJsonObject& request);

/// Where the running engine's connections lead, from its answer to {"kind":"access"}.
[[nodiscard]] SideAccess accessFromJson(const QJsonObject& object, const mapping::Workspace& workspace);

}  // namespace syncline::app
