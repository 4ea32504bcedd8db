#pragma once

#include "app/engine_watch.h"
#include "app/workspace_opening.h"
#include "engine/runtime/query/query_pool.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/times.h"

#include <QCoreApplication>
#include <memory>

namespace syncline::app {

/// A workspace that is open in the window: its engine, the bridge to it, and the views over that. Where another process
/// has the workspace there is no engine: it is shown read-only, with a bar that says so. On the main thread. The
/// window shows another page, or has ended, before end() and before this ends.
class ConsoleWorkspace {
    Q_DECLARE_TR_FUNCTIONS(ConsoleWorkspace)
public:
    struct Tools {
        const ui::Theme& theme;
        ui::Times& times;
        const base::Clock& clock;
        ui::MainWindow& window;
    };
    ConsoleWorkspace(OpenedWorkspace opened, const Tools& tools);
    /// What has to be waited for when it ends, which takes until the engine has stopped cleanly.
    struct Remains {
        std::unique_ptr<EngineSession> session;  ///< null where another process has the workspace
        std::unique_ptr<runtime::QueryPool> queries;
        std::unique_ptr<EngineWatch> watch;
    };
    /// Once: ends all but these, which may end on another thread when the session has hung up.
    [[nodiscard]] Remains end();
    /// Without end() it waits for the remains.
    ~ConsoleWorkspace();
    ConsoleWorkspace(const ConsoleWorkspace&) = delete;
    ConsoleWorkspace& operator=(const ConsoleWorkspace&) = delete;

    /// The engine, or the sandbox, cannot go on.
    void engineFailed(const base::Error& error);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::app
