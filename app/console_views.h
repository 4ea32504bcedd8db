#pragma once

#include "app/console_navigator.h"
#include "ui/bridge/bridge.h"
#include "ui/shell/main_window.h"
#include "ui/shell/workspace_identity.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/times.h"

#include <QObject>
#include <functional>
#include <memory>

namespace syncline::app {

/// The five views over an open workspace. Each is made in a turn of the event loop of its own, so that none is long:
/// the page that was there stays meanwhile, and then the window shows all of them. On the GUI thread.
class ConsoleViews final : public QObject {
    Q_OBJECT
public:
    /// All outlive this and the views; the window only those that it has been given.
    struct Parts {
        const ui::Theme& theme;
        const ui::Times& times;
        ui::Bridge& bridge;
        ConsoleNavigator& navigator;
        ui::MainWindow& window;
        bool isReadOnly = false;  ///< another process has the workspace
    };
    /// Calls `shown` once, when the window has the views; not if this ends before.
    ConsoleViews(const Parts& parts, ui::WorkspaceIdentity identity, std::function<void()> shown);
    /// Ends the views that the window does not have yet.
    ~ConsoleViews() override;

    /// Of views that only read: whether the process that has the workspace still runs.
    void setHeld(bool held);

private:
    void makeSoon();

    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::app
