#pragma once

#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/connectors/api/secret_store.h"
#include "engine/http_server/event_loop.h"
#include "engine/mapping/workspace.h"
#include "engine/sandbox/sandbox.h"

#include <QJsonObject>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace syncline::app {

/// What a workspace's connections are at the moment: where they lead, and for the sandbox its credentials.
struct SideAccess {
    core::PerSide<mapping::Connection> connection;
    std::map<connectors::SecretName, std::string> secrets;  ///< the sandbox's; of real connections none
};

/// The two servers of a sandbox workspace in this process, with their world in a file of the workspace. Stops in the
/// destructor, after the last change has been saved.
class EmbeddedSandbox {
public:
    struct People {
        std::optional<double> editsPerSecond;  ///< none: nobody works until somebody says so
        bool firstMinute = false;              ///< of a new world: People::planFirstMinute()
    };
    /// `failed` is called on the sandbox's thread when it cannot go
    /// on. Errors: those of Sandbox::start.
    [[nodiscard]] static base::Result<std::unique_ptr<EmbeddedSandbox>> start(
        const mapping::Workspace& workspace, const People& people, const base::Clock& clock,
        std::function<void(const base::Error&)> failed);

    [[nodiscard]] const SideAccess& access() const { return m_access; }
    /// Somebody does this now, by hand in the CRM's own window: an act of the sandbox's control API. The record's id.
    /// Blocks. Errors: Unavailable, InvalidArgument with the CRM's words.
    [[nodiscard]] base::Result<std::string> act(const QJsonObject& act);
    /// The people go home.
    void stopPeople() { m_sandbox->setEditsPerSecond(0); }

private:
    EmbeddedSandbox() = default;

    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    SideAccess m_access;
    std::string m_control;                           ///< the control API's URL
    std::unique_ptr<http_server::EventLoop> m_loop;  ///< of requests to it; made with the first
};

/// The workspace with its connections replaced by the sandbox's.
[[nodiscard]] mapping::Workspace withAccess(mapping::Workspace workspace, const SideAccess& access);

}  // namespace syncline::app
