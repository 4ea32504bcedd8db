#pragma once

#include "app/engine_session.h"

#include <QObject>
#include <functional>
#include <thread>

namespace syncline::app {

/// Stops a workspace's engine on a thread of its own, so that the window goes on. The destructor waits for the thread.
class WorkspaceClosing {
public:
    /// `stopped` is called on the thread of `context`, as the last thing, and not after its end. The session outlives
    /// this.
    WorkspaceClosing(EngineSession& session, QObject& context, std::function<void()> stopped);

private:
    std::jthread m_thread;
};

}  // namespace syncline::app
