#pragma once

#include "ui/bridge/bridge.h"
#include "ui/bridge/navigator.h"
#include "ui/shell/layout_store.h"
#include "ui/shell/workspace_identity.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/state_page.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/times.h"
#include "ui/widgets/view.h"

#include <QMainWindow>
#include <memory>

namespace syncline::ui {

/// The console's window: first a page (first start, opening, failed), then the workspace with its views around which
/// it has navigation, keys, menus, palette and status line. Restores its look from the store, and puts it there when it
/// closes. On the GUI thread.
class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    /// All outlive the window.
    MainWindow(Theme& theme, Times& times, LayoutStore& store);
    ~MainWindow() override;

    /// In place of a workspace; takes it, and ends the page and the workspace that were there. Views end with it.
    void showPage(QWidget* page);
    /// Without views yet. Bridge and navigator outlive the window, or the next showPage().
    void openWorkspace(Bridge& bridge, Navigator& navigator, const WorkspaceIdentity& identity);
    /// Takes the view; in the order of the navigation. Its layout in this workspace and its tables' columns are
    /// restored, and it comes to the front if it was there at the last end, or is the first.
    void addView(ViewName name, Icon icon, const QString& title, View* view);

    void showView(ViewName name);
    /// Opens the dialog that verifies the journal; without a workspace nothing happens.
    void verifyJournal();
    /// None before the first view.
    [[nodiscard]] std::optional<ViewName> currentView() const;
    void toast(const QString& text, const QString& action, std::function<void()> run);
    /// A bar above every view; without a workspace nothing happens. With the key "readOnly" it says that no engine runs
    /// here, and directions cannot be switched from then on.
    void setBar(BarStack::Bar bar);
    /// Rules that a person has staged and not applied: while there are any, closing the window asks first, and so does
    /// starting the engine again. Of the workspace that is open.
    void setStagedRules(std::size_t count);
    /// The same of conflicts for which something is written and not applied.
    void setConflictDrafts(std::size_t count);
    /// The engine is to start again, or in a window that only reads for the first time, with views of its own: once the
    /// person has said that what is begun may be forgotten, if there is any, reopenWanted().
    void reopen();
    /// In a window that only reads: whether the process that has the workspace still runs.
    void setHeld(bool held);
    /// Another process is about to open a window as the store has it: that one will not stand just over this one.
    void makeRoomForAnother();

signals:
    void openWanted();
    /// Another workspace is to be made, or another sandbox.
    void newWanted();
    /// The person wants the engine to start: it has ended by itself, or did not run here.
    void reopenWanted();
    /// Closed by the person: what was to be remembered is in the store.
    void closed();

protected:
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::ui
