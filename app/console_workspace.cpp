#include "app/console_workspace.h"

#include "app/console_navigator.h"
#include "app/context.h"
#include "engine/runtime/own_values.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/conflicts/conflicts_view.h"
#include "ui/ownership/ownership_view.h"
#include "ui/record/record_view.h"
#include "ui/replay/replay_view.h"
#include "ui/stream/stream_view.h"

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
          navigator(tools.window) {}

    void addViews();
    void showReadOnly(bool held);

    const Tools tools;
    const mapping::Workspace workspace;
    const std::optional<int> holder;  ///< the process that has it, where it is known
    Remains remains;                  ///< with a watch on another process's engine
    const runtime::OwnValues ownValues;
    std::unique_ptr<ui::EngineBridge> bridge;
    ConsoleNavigator navigator;
    std::optional<bool> isHeld;  ///< as the bar says it
};

ConsoleWorkspace::ConsoleWorkspace(OpenedWorkspace opened, const Tools& tools)
    : m_impl(std::make_unique<Impl>(std::move(opened), tools)) {
    Impl& impl = *m_impl;
    tools.window.openWorkspace(*impl.bridge, impl.navigator, identityOf(impl.workspace));
    impl.addViews();
    if (impl.remains.session) {
        impl.bridge->attach(impl.remains.session->engine());
        return;
    }
    impl.showReadOnly(true);
    impl.remains.watch = std::make_unique<EngineWatch>(impl.workspace.folder, *impl.bridge,
                                                       [&impl](const std::optional<runtime::Snapshot>& snapshot) {
                                                           if (snapshot)
                                                               impl.bridge->showSnapshot(*snapshot);
                                                           impl.showReadOnly(snapshot.has_value());
                                                       });
}

ConsoleWorkspace::~ConsoleWorkspace() {
    static_cast<void>(end());
}

ConsoleWorkspace::Remains ConsoleWorkspace::end() {
    if (m_impl->remains.watch)
        m_impl->remains.watch->close();
    m_impl->bridge.reset();
    return std::exchange(m_impl->remains, {});
}

void ConsoleWorkspace::engineFailed(const base::Error& error) {
    m_impl->bridge->failureSink()(error);
}

void ConsoleWorkspace::Impl::addViews() {
    auto* stream = new ui::StreamView(tools.theme, tools.times, *bridge, navigator);
    auto* record = new ui::RecordView(tools.theme, tools.times, *bridge, navigator);
    auto* conflicts = new ui::ConflictsView(tools.theme, tools.times, *bridge, navigator);
    auto* replay = new ui::ReplayView(tools.theme, tools.times, *bridge, navigator);
    auto* ownership = new ui::OwnershipView(tools.theme, tools.times, *bridge, navigator);
    navigator.setTargets(
        {[stream](const ui::StreamPlace& place) { stream->show(place); },
         [record](core::EntityId entity, const QString& field) { record->showRecord(entity, field); },
         [conflicts](core::Seq conflict) { conflicts->showConflict(conflict); },
         [ownership](const QString& object, const QString& field) { ownership->showRule(object, field); },
         [replay](const QString& consumer, std::optional<core::Seq> offset) { replay->showRewind(consumer, offset); }});
    tools.window.addView(ui::ViewName::Stream, ui::Icon::Stream, tr("Stream"), stream);
    tools.window.addView(ui::ViewName::Record, ui::Icon::Record, tr("Record"), record);
    tools.window.addView(ui::ViewName::Conflicts, ui::Icon::Conflicts, tr("Conflicts"), conflicts);
    tools.window.addView(ui::ViewName::Replay, ui::Icon::Replay, tr("Replay"), replay);
    tools.window.addView(ui::ViewName::Ownership, ui::Icon::Ownership, tr("Ownership"), ownership);
}

void ConsoleWorkspace::Impl::showReadOnly(bool held) {
    if (isHeld == held)
        return;
    isHeld = held;
    ui::BarStack::Bar bar;
    bar.key = QStringLiteral("readOnly");
    bar.kind = ui::BarKind::Ours;
    bar.icon = ui::Icon::Lock;
    bar.statement = held ? tr("Read-only: another console writes") : tr("Read-only: the other console has ended");
    bar.sentence = holder ? tr("Process %1 has the workspace. Everything can be looked at; what changes "
                               "something is done there.")
                                .arg(*holder)
                          : tr("Everything can be looked at; what changes something is done there.");
    if (!held) {
        bar.sentence = tr("This one can take the workspace now.");
        bar.actions = {{tr("Open for writing"),
                        [window = &tools.window] { emit window->reopenWanted(); },
                        false,
                        {},
                        QStringLiteral("openForWriting")}};
    }
    tools.window.setBar(std::move(bar));
}

}  // namespace syncline::app
