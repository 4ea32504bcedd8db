#include "app/workspace_closing.h"

#include <QMetaObject>
#include <utility>

namespace syncline::app {

WorkspaceClosing::WorkspaceClosing(EngineSession& session, QObject& context, std::function<void()> stopped)
    : m_thread([&session, &context, stopped = std::move(stopped)] {
          session.stop();
          QMetaObject::invokeMethod(&context, stopped, Qt::QueuedConnection);
      }) {}

}  // namespace syncline::app
