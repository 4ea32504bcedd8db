#include "app/console_workspace.h"

#include "app/console_navigator.h"
#include "app/context.h"
#include "app/engine_watch.h"
#include "engine/runtime/own_values.h"
#include "engine/runtime/query/query_pool.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/conflicts/conflicts_view.h"
#include "ui/ownership/ownership_view.h"
#include "ui/record/record_view.h"
#include "ui/replay/replay_view.h"
#include "ui/stream/stream_view.h"

#include <QCoreApplication>
#include <utility>

namespace syncline::app {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("ConsoleWorkspace", text);
}

}  // namespace

/// In the order in which each needs those before it.
struct ConsoleWorkspace::Impl {
    Impl(OpenedWorkspace one, const Tools& given)
        : tools(given),
          opened(std::move(one)),
          queries(opened.workspace, tools.clock),
          ownValues(opened.workspace),
          bridge({queries, ownValues, userName(), opened.workspace.name, opened.workspace.sandbox.has_value()}),
          navigator(tools.window) {}

    void addViews();
    void showReadOnly(bool held);

    const Tools tools;
    const OpenedWorkspace opened;
    runtime::QueryPool queries;
    const runtime::OwnValues ownValues;
    ui::EngineBridge bridge;
    ConsoleNavigator navigator;
    std::optional<bool> isHeld;          ///< as the bar says it
    std::unique_ptr<EngineWatch> watch;  ///< of another process's engine
};

ConsoleWorkspace::ConsoleWorkspace(OpenedWorkspace opened, const Tools& tools)
    : m_impl(std::make_unique<Impl>(std::move(opened), tools)) {
    tools.window.openWorkspace(m_impl->bridge, m_impl->navigator);
    m_impl->addViews();
    if (m_impl->opened.session) {
        m_impl->bridge.attach(m_impl->opened.session->engine());
        return;
    }
    m_impl->showReadOnly(true);
    m_impl->watch =
        std::make_unique<EngineWatch>(m_impl->opened.workspace.folder, m_impl->bridge,
                                      [impl = m_impl.get()](const std::optional<runtime::Snapshot>& snapshot) {
                                          if (snapshot)
                                              impl->bridge.showSnapshot(*snapshot);
                                          impl->showReadOnly(snapshot.has_value());
                                      });
}

ConsoleWorkspace::~ConsoleWorkspace() = default;

void ConsoleWorkspace::engineFailed(const base::Error& error) {
    m_impl->bridge.failureSink()(error);
}

void ConsoleWorkspace::Impl::addViews() {
    auto* stream = new ui::StreamView(tools.theme, tools.times, bridge, navigator);
    auto* record = new ui::RecordView(tools.theme, tools.times, bridge, navigator);
    auto* conflicts = new ui::ConflictsView(tools.theme, tools.times, bridge, navigator);
    auto* replay = new ui::ReplayView(tools.theme, tools.times, bridge, navigator);
    auto* ownership = new ui::OwnershipView(tools.theme, tools.times, bridge, navigator);
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
    bar.sentence = opened.holder ? tr("Process %1 has the workspace. Everything can be looked at; what changes "
                                      "something is done there.")
                                       .arg(*opened.holder)
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
