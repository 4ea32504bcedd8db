#pragma once

#include "app/engine_session.h"
#include "engine/base/result.h"

#include <QObject>
#include <functional>
#include <memory>
#include <optional>
#include <thread>

namespace syncline::app {

struct OpenedWorkspace {
    mapping::Workspace workspace;
    std::unique_ptr<EngineSession> session;  ///< null: another process has the workspace
    std::optional<int> holder;               ///< that process, where it is known
};

/// Opens a workspace on a thread of its own, so that the window is there at once. The destructor waits for the thread;
/// what it opened then is closed again.
class WorkspaceOpening {
public:
    struct Plan {
        SessionOptions session;
        std::filesystem::path
            sandboxes;                 ///< the workspace is a fresh one in there: those before it go; empty: it is not
        std::shared_ptr<void> before;  ///< what has to have ended first; may be null
    };
    using Done = std::function<void(base::Result<std::shared_ptr<OpenedWorkspace>>)>;
    /// `done` is called on the thread of `context`, as the last thing, and not after its end.
    WorkspaceOpening(Plan plan, EngineSession::Tools tools, QObject& context, Done done);

private:
    std::jthread m_thread;
};

}  // namespace syncline::app
