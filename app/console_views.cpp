#include "app/console_views.h"

#include "ui/conflicts/conflicts_view.h"
#include "ui/ownership/ownership_view.h"
#include "ui/record/record_view.h"
#include "ui/replay/replay_view.h"
#include "ui/stream/stream_view.h"

#include <QPointer>
#include <utility>
#include <vector>

namespace syncline::app {

struct ConsoleViews::Impl {
    Impl(const Parts& given, ui::WorkspaceIdentity whose, std::function<void()> whenShown)
        : parts(given), identity(std::move(whose)), shown(std::move(whenShown)) {
        plan<ui::StreamView>(ui::ViewName::Stream, ui::Icon::Stream, tr("Stream"), [this](ui::StreamView& view) {
            targets.stream = [&view](const ui::StreamPlace& place) { view.show(place); };
        });
        plan<ui::RecordView>(ui::ViewName::Record, ui::Icon::Record, tr("Record"), [this](ui::RecordView& view) {
            targets.record = [&view](core::EntityId entity, const QString& field) { view.showRecord(entity, field); };
        });
        plan<ui::ConflictsView>(ui::ViewName::Conflicts, ui::Icon::Conflicts, tr("Conflicts"),
                                [this](ui::ConflictsView& view) {
                                    view.setReadOnly(parts.isReadOnly, isHeld);
                                    conflicts = &view;
                                    QObject::connect(&view, &ui::ConflictsView::draftsWritten, &parts.window,
                                                     &ui::MainWindow::setConflictDrafts);
                                    targets.conflict = [&view](core::Seq conflict) { view.showConflict(conflict); };
                                });
        plan<ui::ReplayView>(ui::ViewName::Replay, ui::Icon::Replay, tr("Replay"), [this](ui::ReplayView& view) {
            view.setReadOnly(parts.isReadOnly, isHeld);
            replay = &view;
            targets.rewind = [&view](const QString& consumer, std::optional<core::Seq> offset) {
                view.showRewind(consumer, offset);
            };
        });
        plan<ui::OwnershipView>(
            ui::ViewName::Ownership, ui::Icon::Ownership, tr("Ownership"), [this](ui::OwnershipView& view) {
                view.setReadOnly(parts.isReadOnly, isHeld);
                ownership = &view;
                // What is staged where nothing can be applied was only tried out.
                if (!parts.isReadOnly)
                    QObject::connect(&view, &ui::OwnershipView::rulesStaged, &parts.window,
                                     &ui::MainWindow::setStagedRules);
                targets.rule = [&view](const QString& object, const QString& field) { view.showRule(object, field); };
            });
    }

    /// Makes the next view. False when all are there.
    bool makeNext();
    void show();

    const Parts parts;
    const ui::WorkspaceIdentity identity;
    const std::function<void()> shown;
    /// Of what they only read: the process that has the workspace runs.
    bool isHeld = true;
    // The window has them.
    QPointer<ui::ConflictsView> conflicts;
    QPointer<ui::ReplayView> replay;
    QPointer<ui::OwnershipView> ownership;

private:
    struct Planned {
        ui::ViewName name;
        ui::Icon icon;
        QString title;
        std::function<std::unique_ptr<ui::View>()> make;
        std::unique_ptr<ui::View> view;  ///< null before it is made, and as soon as the window has it
    };

    template <typename View>
    void plan(ui::ViewName name, ui::Icon icon, const QString& title, std::function<void(View&)> aim) {
        const auto make = [this, aim = std::move(aim)]() -> std::unique_ptr<ui::View> {
            auto view = std::make_unique<View>(parts.theme, parts.times, parts.bridge, parts.navigator);
            aim(*view);
            return view;
        };
        views.push_back({name, icon, title, make, nullptr});
    }

    ConsoleNavigator::Targets targets;
    std::vector<Planned> views;
    std::size_t made = 0;
};

bool ConsoleViews::Impl::makeNext() {
    if (made == views.size())
        return false;
    views[made].view = views[made].make();
    ++made;
    return true;
}

void ConsoleViews::Impl::show() {
    parts.window.openWorkspace(parts.bridge, parts.navigator, identity);
    parts.navigator.setTargets(std::move(targets));
    for (Planned& one : views)
        parts.window.addView(one.name, one.icon, one.title, one.view.release());
}

ConsoleViews::ConsoleViews(const Parts& parts, ui::WorkspaceIdentity identity, std::function<void()> shown)
    : m_impl(std::make_unique<Impl>(parts, std::move(identity), std::move(shown))) {
    makeSoon();
}

ConsoleViews::~ConsoleViews() = default;

void ConsoleViews::setHeld(bool held) {
    m_impl->isHeld = held;
    m_impl->parts.window.setHeld(held);
    const bool isReadOnly = m_impl->parts.isReadOnly;
    if (m_impl->conflicts)
        m_impl->conflicts->setReadOnly(isReadOnly, held);
    if (m_impl->replay)
        m_impl->replay->setReadOnly(isReadOnly, held);
    if (m_impl->ownership)
        m_impl->ownership->setReadOnly(isReadOnly, held);
}

void ConsoleViews::makeSoon() {
    const auto turn = [this] {
        if (m_impl->makeNext())
            return makeSoon();
        m_impl->show();
        m_impl->shown();
    };
    QMetaObject::invokeMethod(this, turn, Qt::QueuedConnection);
}

}  // namespace syncline::app
