#include "app/console_workspace.h"

#include "app/console_navigator.h"
#include "app/console_views.h"
#include "app/context.h"
#include "engine/runtime/own_values.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/shell/workspace_frame.h"

#include <QUrl>
#include <utility>

namespace syncline::app {
namespace {

/// Salesforce's address is the org's own; HubSpot's is the same for all, so that there the portal's id tells more.
QString accountOf(const mapping::Connection& connection, core::Side side) {
    const QString host = QUrl(QString::fromStdString(connection.baseUrl)).host();
    const QString id = QString::fromStdString(connection.account);
    if (id.isEmpty())
        return side == core::Side::Salesforce ? host : ConsoleWorkspace::tr("the portal of its token at %1").arg(host);
    return side == core::Side::Salesforce ? ConsoleWorkspace::tr("%1 (org %2)").arg(host, id)
                                          : ConsoleWorkspace::tr("portal %1").arg(id);
}

ui::WorkspaceIdentity identityOf(const mapping::Workspace& workspace) {
    ui::WorkspaceIdentity identity;
    identity.id = QString::fromStdString(workspace.id);
    identity.folder = QString::fromStdString(workspace.folder.string());
    for (const core::Side side : core::kSides)
        identity.account[side] = workspace.sandbox ? QString() : accountOf(workspace.connection[side], side);
    return identity;
}

}  // namespace

/// In the order in which each needs those before it.
struct ConsoleWorkspace::Impl {
    Impl(OpenedWorkspace one, const Tools& given)
        : tools(given),
          workspace(std::move(one.workspace)),
          holder(one.holder),
          remains{std::move(one.session), std::make_unique<runtime::QueryPool>(workspace, tools.clock), nullptr},
          ownValues(workspace),
          bridge(std::make_unique<ui::EngineBridge>(ui::EngineBridge::Parts{
              *remains.queries, ownValues, userName(), workspace.name, workspace.sandbox.has_value()})),
          navigator(tools.window),
          views(std::make_unique<ConsoleViews>(
              ConsoleViews::Parts{tools.theme, tools.times, *bridge, navigator, tools.window, !remains.session},
              identityOf(workspace), [this] { connectEngine(); })) {}

    void connectEngine();
    void watched(const EngineWatch::Seen& seen);
    void showReadOnly(bool held);
    void showEnded();

    const Tools tools;
    const mapping::Workspace workspace;
    std::optional<int> holder;  ///< the process that has it, where it is known
    Remains remains;            ///< with a watch on another process's engine
    const runtime::OwnValues ownValues;
    std::unique_ptr<ui::EngineBridge> bridge;
    ConsoleNavigator navigator;
    std::unique_ptr<ConsoleViews> views;  ///< those that are still to come
    std::optional<bool> isHeld;           ///< as the window says it
    bool isShown = false;                 ///< the window has the views, and says what is told to it
    std::optional<base::Error> failure;   ///< of the engine, before that
};

ConsoleWorkspace::ConsoleWorkspace(OpenedWorkspace opened, const Tools& tools)
    : m_impl(std::make_unique<Impl>(std::move(opened), tools)) {}

ConsoleWorkspace::~ConsoleWorkspace() {
    static_cast<void>(end());
}

ConsoleWorkspace::Remains ConsoleWorkspace::end() {
    if (m_impl->remains.watch)
        m_impl->remains.watch->close();
    m_impl->views.reset();
    m_impl->bridge.reset();
    return std::exchange(m_impl->remains, {});
}

void ConsoleWorkspace::engineFailed(const base::Error& error) {
    if (m_impl->isShown)
        m_impl->bridge->failureSink()(error);
    else if (!m_impl->failure)
        m_impl->failure = error;
}

void ConsoleWorkspace::Impl::connectEngine() {
    isShown = true;
    if (remains.session)
        bridge->attach(remains.session->engine());
    if (failure)
        bridge->failureSink()(*failure);
    if (remains.session)
        return;
    showReadOnly(true);
    remains.watch = std::make_unique<EngineWatch>(workspace.folder, *bridge,
                                                  [this](const EngineWatch::Seen& seen) { watched(seen); });
}

void ConsoleWorkspace::Impl::watched(const EngineWatch::Seen& seen) {
    if (seen.snapshot)
        bridge->showSnapshot(*seen.snapshot);
    else
        showEnded();
    // Another one may have taken it between two looks.
    if (holder != seen.holder)
        isHeld.reset();
    holder = seen.holder;
    showReadOnly(seen.snapshot.has_value());
}

/// Nobody is connected to either side any more, and the bridge has that for whoever asks it.
void ConsoleWorkspace::Impl::showEnded() {
    ui::Snapshot last = ui::endedSnapshot(bridge->snapshot());
    if (last != bridge->snapshot())
        bridge->showSnapshot(std::move(last));
}

void ConsoleWorkspace::Impl::showReadOnly(bool held) {
    if (isHeld == held)
        return;
    isHeld = held;
    views->setHeld(held);
    ui::BarStack::Bar bar;
    bar.key = QStringLiteral("readOnly");
    bar.kind = ui::BarKind::Ours;
    bar.icon = ui::Icon::Lock;
    bar.statement = held ? tr("Read-only: another Syncline writes") : tr("Read-only: the other Syncline has ended");
    bar.sentence = holder ? tr("Process %1 has the workspace. Everything can be looked at; what changes "
                               "something is done there.")
                                .arg(*holder)
                          : tr("Everything can be looked at; what changes something is done there.");
    if (!held) {
        bar.sentence = tr("Nobody runs the workspace any more: nothing is taken in or written. Open it here to go on.");
        bar.actions = {{tr("Open for writing"),
                        [window = &tools.window] { window->reopen(); },
                        false,
                        {},
                        QStringLiteral("openForWriting")}};
    }
    tools.window.setBar(std::move(bar));
}

}  // namespace syncline::app
