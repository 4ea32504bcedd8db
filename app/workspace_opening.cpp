#include "app/workspace_opening.h"

#include "app/sandbox_folders.h"
#include "engine/base/try.h"
#include "engine/journal/workspace_lock.h"

#include <QMetaObject>
#include <utility>

namespace syncline::app {
namespace {

base::Result<std::shared_ptr<OpenedWorkspace>> openWorkspace(const SessionOptions& options,
                                                             EngineSession::Tools tools) {
    auto opened = std::make_shared<OpenedWorkspace>();
    TRY_ASSIGN(opened->workspace, EngineSession::openWorkspace(options, tools.clock.wallNow()));
    auto session = EngineSession::open(options, opened->workspace, std::move(tools));
    if (session) {
        opened->session = *std::move(session);
        opened->workspace = opened->session->workspace();
    } else if (session.error().code == base::ErrorCode::Busy) {
        opened->holder = journal::WorkspaceLock::lastHolder(options.workspace);
    } else {
        return session.error();
    }
    return opened;
}

}  // namespace

WorkspaceOpening::WorkspaceOpening(Plan plan, EngineSession::Tools tools, QObject& context, Done done)
    : m_thread([plan = std::move(plan), tools = std::move(tools), &context, done = std::move(done)]() mutable {
          plan.before.reset();
          auto opened = openWorkspace(plan.session, tools);
          if (opened && !plan.sandboxes.empty())
              removeFormerSandboxes(plan.sandboxes, plan.session.workspace);
          QMetaObject::invokeMethod(
              &context, [done, opened = std::move(opened)] { done(opened); }, Qt::QueuedConnection);
      }) {}

}  // namespace syncline::app
