#pragma once

#include "app/workspace_opening.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/times.h"

#include <memory>

namespace syncline::app {

/// A workspace that is open in the window: its engine, the bridge to it, and the views over that. Where another process
/// has the workspace there is no engine: it is shown read-only, with a bar that says so. On the main thread. The
/// window shows another page, or has ended, before this ends.
class ConsoleWorkspace {
public:
    struct Tools {
        const ui::Theme& theme;
        ui::Times& times;
        const base::Clock& clock;
        ui::MainWindow& window;
    };
    ConsoleWorkspace(OpenedWorkspace opened, const Tools& tools);
    /// The engine has stopped cleanly then.
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
