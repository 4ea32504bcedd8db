#include "ui/shell/workspace_frame.h"

#include "ui/shell/find_button.h"
#include "ui/shell/mode_preview.h"
#include "ui/shell/verify_dialog.h"
#include "ui/widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

namespace syncline::ui {
namespace {

/// Where the view's own choice is not on the screen, the first that keys can go to.
QWidget* firstFocusOf(View& view) {
    QWidget* const own = view.firstFocus();
    if (own == nullptr || own->isVisibleTo(&view))
        return own;
    for (QWidget* next = view.nextInFocusChain(); next != &view; next = next->nextInFocusChain()) {
        if (view.isAncestorOf(next) && next->isVisibleTo(&view) && next->isEnabled()
            && (next->focusPolicy() & Qt::TabFocus) != 0 && next->focusProxy() == nullptr)
            return next;
    }
    return nullptr;
}

}  // namespace

Snapshot endedSnapshot(Snapshot last) {
    for (const core::Side side : core::kSides) {
        SideSnapshot& state = last.side[side];
        state.phase = core::ConnectorPhase::Stopped;
        state.message.clear();
        state.lastAnswered.reset();
        state.nextTry.reset();
        state.needsSignIn = false;
    }
    last.trouble.reset();
    return last;
}

WorkspaceFrame::WorkspaceFrame(const Theme& theme, Times& times, Bridge& bridge, const WorkspaceIdentity& identity,
                               QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_times(times),
      m_bridge(bridge),
      m_account(identity.account),
      m_navigation(new Navigation(theme, this)),
      m_bars(new BarStack(theme, this)),
      m_trouble(*m_bars, times),
      m_views(new QStackedWidget(this)),
      m_status(new StatusLine(theme, times, this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* row = new QHBoxLayout;
    row->setSpacing(0);
    auto* place = new QVBoxLayout;
    place->setSpacing(0);
    m_bars->setObjectName(QStringLiteral("bars"));
    m_views->setObjectName(QStringLiteral("views"));
    place->addWidget(m_bars);
    place->addWidget(m_views, 1);
    row->addWidget(m_navigation);
    row->addLayout(place, 1);
    column->addLayout(row, 1);
    column->addWidget(m_status);

    m_navigation->setWorkspace(QString::fromStdString(bridge.workspaceName()), bridge.isSandbox(), identity.folder);
    m_status->setWho(QString::fromStdString(bridge.who()));
    connect(m_navigation, &Navigation::chosen, this, &WorkspaceFrame::show);
    connect(m_status, &StatusLine::detailsWanted, this, &WorkspaceFrame::toggleInspector);
    connect(m_navigation, &Navigation::directionPressed, this, &WorkspaceFrame::directionPressed);
    connect(&m_trouble, &TroubleBars::goLiveWanted, this, &WorkspaceFrame::openPreview);
    connect(&m_trouble, &TroubleBars::tryNowWanted, this, &WorkspaceFrame::tryNow);
    connect(&bridge, &Bridge::snapshotChanged, this, &WorkspaceFrame::snapshotChanged);
    connect(&bridge, &Bridge::failed, this, &WorkspaceFrame::engineStopped);
    snapshotChanged();
}

void WorkspaceFrame::add(Place place) {
    auto* find = new FindButton(m_theme, place.view);
    connect(find, &FindButton::clicked, this, &WorkspaceFrame::findPressed);
    place.view->setHeaderEnd(find);
    m_views->addWidget(place.view);
    m_navigation->addItem(place.name, place.icon, place.title, QStringLiteral("Ctrl+%1").arg(m_places.size() + 1));
    m_places.push_back(std::move(place));
    m_navigation->setSnapshot(m_bridge.snapshot());
    if (QWidget* inspector = m_places.back().view->inspector())
        inspector->installEventFilter(this);
    if (m_isNarrow)
        closeInspector(m_places.back());
}

/// Views open and close their inspectors themselves, too.
bool WorkspaceFrame::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent)
        tellDetails();
    return QWidget::eventFilter(watched, event);
}

/// What a person has closed they know how to open.
void WorkspaceFrame::tellDetails() {
    const Place* place = current();
    m_status->setDetailsClosed(place != nullptr && m_closedByWidth.count(place->name) > 0
                               && place->view->inspector()->isHidden());
}

const WorkspaceFrame::Place* WorkspaceFrame::current() const {
    const auto found =
        std::find_if(m_places.begin(), m_places.end(), [this](const Place& place) { return place.name == m_current; });
    return found == m_places.end() ? nullptr : &*found;
}

void WorkspaceFrame::show(ViewName name) {
    const auto next =
        std::find_if(m_places.begin(), m_places.end(), [name](const Place& place) { return place.name == name; });
    if (next == m_places.end())
        return;
    m_navigation->setCurrent(name);
    if (m_current != name) {
        if (const Place* before = current())
            before->view->setShown(false);
        m_current = name;
        m_views->setCurrentWidget(next->view);
        next->view->setShown(true);
        tellDetails();
        emit currentChanged();
    }
    if (QWidget* focus = firstFocusOf(*next->view))
        focus->setFocus(Qt::OtherFocusReason);
}

void WorkspaceFrame::setNarrow(bool narrow) {
    m_navigation->setNarrow(narrow);
    m_status->setNarrow(narrow);
    if (std::exchange(m_isNarrow, narrow) == narrow)
        return;
    if (!narrow)
        return reopenInspectors();
    for (const Place& place : m_places)
        closeInspector(place);
}

void WorkspaceFrame::closeInspector(const Place& place) {
    QWidget* inspector = place.view->inspector();
    if (inspector == nullptr || inspector->isHidden())
        return;
    m_closedByWidth.insert(place.name);
    inspector->hide();
}

void WorkspaceFrame::reopenInspectors() {
    for (const Place& place : m_places) {
        if (m_closedByWidth.erase(place.name) > 0)
            place.view->inspector()->show();
    }
}

void WorkspaceFrame::toggleInspector() {
    const Place* place = current();
    QWidget* inspector = place != nullptr ? place->view->inspector() : nullptr;
    if (inspector == nullptr)
        return;
    m_closedByWidth.erase(place->name);
    inspector->setVisible(inspector->isHidden());
}

void WorkspaceFrame::setStagedRules(std::size_t count) {
    m_navigation->setStagedRules(count);
    UnfinishedWork work = m_unfinished;
    work.stagedRules = count;
    setUnfinished(work);
}

void WorkspaceFrame::setConflictDrafts(std::size_t count) {
    UnfinishedWork work = m_unfinished;
    work.conflictDrafts = count;
    setUnfinished(work);
}

void WorkspaceFrame::setUnfinished(const UnfinishedWork& work) {
    if (std::exchange(m_unfinished, work) != work)
        emit unfinishedChanged();
}

/// What is unfinished cannot be applied where no engine runs.
void WorkspaceFrame::setWithoutEngine() {
    UnfinishedWork work = m_unfinished;
    work.canApply = false;
    setUnfinished(work);
}

void WorkspaceFrame::setHeld(bool held) {
    m_navigation->setHeld(held);
}

void WorkspaceFrame::setBar(BarStack::Bar bar) {
    if (bar.key == kReadOnlyBar)
        becomeReadOnly();
    m_bars->set(std::move(bar));
}

/// Until another workspace, or this one for writing, is opened in a frame of its own.
void WorkspaceFrame::becomeReadOnly() {
    m_isReadOnly = true;
    m_navigation->setReadOnly(true);
    m_trouble.setReadOnly(true);
    setWithoutEngine();
    snapshotChanged();
}

/// What it said last, and may still say, is of when it ran.
void WorkspaceFrame::engineStopped(const QString& what, const QString& hint) {
    m_hasStopped = true;
    setWithoutEngine();
    snapshotChanged();
    m_bars->set({QStringLiteral("engine"),
                 BarKind::Failure,
                 Icon::Fail,
                 tr("The engine has stopped: nothing new is taken in or written"),
                 hint.isEmpty() ? what : what + QStringLiteral(". ") + hint,
                 {{tr("Start it again"), [this] { emit reopenWanted(); }, false, {}, QStringLiteral("startAgain")}}});
}

void WorkspaceFrame::snapshotChanged() {
    if (m_hasStopped)
        tell(endedSnapshot(m_bridge.snapshot()));
    else
        tell(m_bridge.snapshot());
}

void WorkspaceFrame::tell(const Snapshot& snapshot) {
    m_navigation->setSnapshot(snapshot);
    m_status->setSnapshot(snapshot);
    m_trouble.setSnapshot(snapshot);
}

void WorkspaceFrame::directionPressed(core::Side target) {
    if (m_bridge.snapshot().side[target].mode == core::Mode::Observe)
        return openPreview(target);
    m_bridge.submit(
        SetMode{core::Mode::Observe, target, m_bridge.who()},
        refusalTeller(QStringLiteral("mode"), tr("The direction was not switched"), QStringLiteral("closeModeBar")));
}

void WorkspaceFrame::tryNow(core::Side side) {
    m_bridge.submit(TryNow{side, m_bridge.who()},
                    refusalTeller(QStringLiteral("tryNow"), tr("%1 was not tried").arg(sideName(side)),
                                  QStringLiteral("closeTryNowBar")));
}

std::function<void(const base::Result<core::Seq>&)> WorkspaceFrame::refusalTeller(const QString& key,
                                                                                  const QString& statement,
                                                                                  const QString& closeName) {
    return [this, self = QPointer(this), key, statement, closeName](const base::Result<core::Seq>& done) {
        if (self && !done)
            m_bars->set({key,
                         BarKind::Attention,
                         Icon::Warn,
                         statement,
                         QString::fromStdString(done.error().message()),
                         {{tr("Close"), [this, key] { m_bars->remove(key); }, false, {}, closeName}}});
    };
}

void WorkspaceFrame::openPreview(core::Side target) {
    auto* preview = new ModePreview(m_theme, m_bridge, {target, m_account[target]}, window());
    preview->open();
}

/// Not modal: it may take a minute, and reads only. It ends with the frame, as its bridge may.
void WorkspaceFrame::verifyJournal() {
    // One that was just closed is still about to go.
    if (!m_verify || !m_verify->isVisible()) {
        m_verify = new VerifyDialog(m_theme, m_times, m_bridge, this);
        m_verify->show();
    }
    m_verify->raise();
    m_verify->activateWindow();
}

}  // namespace syncline::ui
