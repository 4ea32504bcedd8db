#include "ui/conflicts/conflicts_view.h"

#include "ui/conflicts/conflict_surface.h"
#include "ui/conflicts/conflict_words.h"
#include "ui/conflicts/draft_watch.h"
#include "ui/conflicts/inbox.h"
#include "ui/conflicts/inbox_filter.h"
#include "ui/conflicts/inbox_list.h"
#include "ui/conflicts/inbox_model.h"
#include "ui/conflicts/inbox_pages.h"
#include "ui/conflicts/inbox_question.h"
#include "ui/conflicts/inbox_words.h"
#include "ui/conflicts/read_only_line.h"
#include "ui/conflicts/undo_button.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/follow.h"
#include "ui/widgets/format.h"
#include "ui/widgets/loading_rows.h"
#include "ui/widgets/note_line.h"
#include "ui/widgets/state_page.h"
#include "ui/widgets/tabs.h"

#include <QAction>
#include <QComboBox>
#include <QKeyEvent>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>
#include <utility>

namespace syncline::ui {
namespace {

constexpr int kLeastInboxWidth = 296;
constexpr int kInboxWidth = 368;
constexpr int kRowHeight = 40;
constexpr std::chrono::seconds kAging{1};           ///< ages are written anew
constexpr std::chrono::milliseconds kRefresh{500};  ///< at most so often while entries come
enum Tab { kOpen, kResolved };                      ///< of InboxPart, in its order

}  // namespace

struct ConflictsView::Impl {
    Impl(ConflictsView& owner, const Theme& usedTheme, const Times& usedTimes, Bridge& usedBridge,
         Navigator& usedNavigator)
        : view(owner),
          theme(usedTheme),
          times(usedTimes),
          bridge(usedBridge),
          navigator(usedNavigator),
          model(usedTimes, nullptr),
          question(usedBridge) {}

    void build();
    void ask();
    void want(core::Seq conflict);
    void showCommands();

private:
    QWidget* buildInbox();
    void buildList();
    void connectKeys();
    void refreshSoon();
    void askAgain();
    void answered(const base::Result<std::vector<ConflictRow>>& answer);
    void showNames();
    void showInbox();
    void showNote();
    void keepChoice();
    void read(std::vector<ConflictRow> conflicts);
    void put(std::vector<ConflictRow> conflicts);
    void putWaiting();
    [[nodiscard]] bool wouldMove(const std::vector<ConflictRow>& conflicts) const;
    [[nodiscard]] const std::vector<ConflictRow>& latest() const { return waiting ? *waiting : model.conflicts(); }
    void chosen(const QModelIndex& index);
    void showNothing();
    void showCount();
    void choose(int row);
    void step(int by);
    void resolved(const ConflictRow& conflict, core::Seq resolution);
    void reopened(core::Seq conflict);
    [[nodiscard]] InboxPart part() const { return static_cast<InboxPart>(tabs->currentIndex()); }

public:
    ConflictsView& view;
    const Theme& theme;
    const Times& times;
    Bridge& bridge;
    Navigator& navigator;
    InboxModel model;
    InboxQuestion question;
    std::optional<core::Seq> current;     ///< the conflict that is on the surface
    std::optional<core::Seq> wanted;      ///< to be shown as soon as it is there
    Arrival arrival = Arrival::ByPerson;  ///< of what is chosen
    bool isShown = false;
    bool isReadOnly = false;  ///< another process has the workspace
    bool isResetting = false;
    bool isAwaited = false;                           ///< a person's doing is why it was asked: rows may move
    std::optional<std::vector<ConflictRow>> waiting;  ///< the latest, to be listed when the pointer has left the list
    bool isKnown = false;                             ///< what the tab lists has been answered
    base::WallTime readAt;                            ///< when it was
    int openCount = 0;                                ///< as the tab has it
    core::Seq settled;                                ///< the latest resolution of this window
    core::Seq asked;                                  ///< the head at the last question
    core::Seq askedWhile;  ///< how far the projections were then: the answer is made of these
    Ticket oneTicket;
    QTimer refresh;
    QTimer aging;

    QSplitter* splitter = nullptr;
    Tabs* tabs = nullptr;
    InboxFilter* filter = nullptr;
    QComboBox* order = nullptr;
    InboxPages* inbox = nullptr;
    InboxList* list = nullptr;
    LoadingRows* loading = nullptr;
    ReadOnlyLine* readOnlyLine = nullptr;
    std::vector<QAction*> choosing;  ///< for the conflict on the surface
    QAction* undoing = nullptr;
    NoteLine* note = nullptr;
    QStackedWidget* right = nullptr;
    StatePage* hint = nullptr;
    ConflictSurface* surface = nullptr;
    DraftWatch* drafts = nullptr;
    UndoButton* undoLast = nullptr;
};

void ConflictsView::Impl::build() {
    undoLast = new UndoButton(theme, bridge);
    view.actions()->addWidget(undoLast);
    splitter = new QSplitter(Qt::Horizontal);
    splitter->setObjectName(QStringLiteral("conflictsSplitter"));
    splitter->setChildrenCollapsible(false);
    right = new QStackedWidget;
    hint = new StatePage(theme);
    surface = new ConflictSurface(theme, times, bridge, navigator, nullptr);
    drafts = new DraftWatch(bridge, *surface);
    right->addWidget(hint);
    right->addWidget(surface);
    splitter->addWidget(buildInbox());
    splitter->addWidget(right);
    splitter->setStretchFactor(0, 0);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({theme.scaled(kInboxWidth), theme.scaled(kInboxWidth) * 2});
    auto* body = new QWidget;
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    note = new NoteLine(theme);
    note->setObjectName(QStringLiteral("conflictsNote"));
    column->addWidget(splitter, 1);
    readOnlyLine = new ReadOnlyLine(theme);
    column->addWidget(readOnlyLine);
    column->addWidget(note);
    view.setBody(body);
    hint->show(noneChosen());
    refresh.setSingleShot(true);
    refresh.setInterval(kRefresh);
    connect(&refresh, &QTimer::timeout, &view, [this] { askAgain(); });
    aging.setInterval(kAging);
    connect(&aging, &QTimer::timeout, &view, [this] {
        list->viewport()->update();
        if (isKnown)
            showNames();
    });
    connect(&bridge, &Bridge::snapshotChanged, &view, [this] {
        refreshSoon();
        showNote();
        if (part() == InboxPart::Resolved)
            showCount();
    });
    connect(undoLast, &UndoButton::opened, &view, [this](core::Seq conflict) { reopened(conflict); });
    connect(undoLast, &UndoButton::refused, &view, [this](const QString& why) {
        navigator.toast(why, {}, {});
        ask();
    });
    connect(surface, &ConflictSurface::resolved, &view,
            [this](const ConflictRow& conflict, core::Seq resolution) { resolved(conflict, resolution); });
    connect(surface, &ConflictSurface::begunChanged, &view, &ConflictsView::draftsWritten);
    connect(drafts, &DraftWatch::settledUnseen, &view, [this] { showNothing(); });
    connect(surface, &ConflictSurface::outdated, &view, [this] { ask(); });
    connect(surface, &ConflictSurface::undoWanted, &view,
            [this](const ConflictRow& conflict) { undoLast->undo(*conflict.resolved, fieldOfRecord(conflict)); });
    connect(surface, &ConflictSurface::stepWanted, &view, [this](int by) { step(by); });
    connect(surface, &ConflictSurface::linesLeft, &view, [this] { view.firstFocus()->setFocus(); });
    connectKeys();
}

QWidget* ConflictsView::Impl::buildInbox() {
    auto* left = new QWidget;
    follow(theme, *left, [this, left] { left->setMinimumWidth(theme.scaled(kLeastInboxWidth)); });
    auto* layout = new QVBoxLayout(left);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    tabs = new Tabs(theme);
    tabs->setObjectName(QStringLiteral("conflictTabs"));
    tabs->setAccessibleName(tr("Open, resolved or all conflicts"));
    for (const QString& part : {tr("Open"), tr("Resolved"), tr("All")})
        tabs->addTab(part);
    auto* line = new QHBoxLayout;
    line->setSpacing(theme.scaled(8));
    line->setContentsMargins(theme.scaled(8), theme.scaled(6), theme.scaled(8), theme.scaled(6));
    filter = new InboxFilter;
    order = new QComboBox;
    order->setObjectName(QStringLiteral("conflictOrder"));
    order->setAccessibleName(tr("Order of the conflicts"));
    order->addItems({tr("By cause"), tr("By age")});
    line->addWidget(filter, 1);
    line->addWidget(order);
    buildList();
    layout->addWidget(tabs);
    layout->addLayout(line);
    layout->addWidget(inbox, 1);
    connect(tabs, &QTabBar::currentChanged, &view, [this] {
        waiting.reset();
        model.setConflicts({});
        isKnown = false;
        view.setFresh();
        showNothing();
        ask();
    });
    connect(filter, &QLineEdit::textChanged, &view, [this](const QString& text) {
        putWaiting();
        isResetting = true;
        model.setFilter(text);
        isResetting = false;
        if (isKnown)
            showInbox();
        keepChoice();
    });
    connect(order, &QComboBox::activated, &view, [this](int index) {
        putWaiting();
        isResetting = true;
        model.setOrder(index == 0 ? InboxOrder::ByCause : InboxOrder::ByAge);
        isResetting = false;
        keepChoice();
    });
    connect(loading, &LoadingRows::lasted, &view, [this] {
        inbox->showList();
        right->show();
    });
    connect(list->selectionModel(), &QItemSelectionModel::currentChanged, &view,
            [this](const QModelIndex& index) { chosen(index); });
    connect(list, &QListView::pressed, &view, [this] { wanted.reset(); });
    return left;
}

void ConflictsView::Impl::buildList() {
    inbox = new InboxPages(theme, times, bridge, model);
    list = &inbox->list();
    loading = new LoadingRows(theme, *list, kRowHeight);
    connect(inbox, &InboxPages::retryWanted, &view, [this] { ask(); });
    connect(inbox, &InboxPages::verifyWanted, &view, [this] { navigator.verifyJournal(); });
    connect(inbox, &InboxPages::allWanted, &view, [this] { filter->clear(); });
    connect(inbox, &InboxPages::resolvedWanted, &view, [this] { tabs->setCurrentIndex(kResolved); });
    connect(inbox, &InboxPages::rulesWanted, &view, [this] { navigator.showView(ViewName::Ownership); });
    // Queued: what the pointer has come to may be made anew by it.
    const auto left = [this] {
        if (!list->isPointedAt())
            putWaiting();
    };
    connect(list, &InboxList::pointerLeft, &view, left, Qt::QueuedConnection);
}

void ConflictsView::Impl::connectKeys() {
    view.addCommand(tr("Next conflict"), QKeySequence(Qt::Key_J), [this] { step(1); });
    view.addCommand(tr("Previous conflict"), QKeySequence(Qt::Key_K), [this] { step(-1); });
    choosing = {view.addCommand(tr("Write an own value"), QKeySequence(Qt::Key_0), [this] { surface->takeOwn(); }),
                view.addCommand(tr("Apply"), QKeySequence(Qt::Key_Return), [this] { surface->apply(); })};
    undoing = view.addCommand(tr("Undo the last resolution"), QKeySequence(QKeySequence::Undo),
                              [this] { undoLast->click(); });
    showCommands();
    view.addKey(QKeySequence(Qt::Key_Enter), [this] { surface->apply(); });
    for (int number = 1; number <= 9; ++number)
        view.addKey(QKeySequence(Qt::Key_0 + number), [this, number] { surface->take(number); });
    // A key that is held chooses and applies once.
    choosing.back()->setAutoRepeat(false);
    for (QShortcut* const once : view.findChildren<QShortcut*>(Qt::FindDirectChildrenOnly))
        once->setAutoRepeat(false);
    view.addKey(QKeySequence(Qt::Key_E), [this] { step(1); });
    connect(filter, &InboxFilter::left, &view, [this] { view.firstFocus()->setFocus(); });
}

void ConflictsView::Impl::refreshSoon() {
    const Snapshot& now = bridge.snapshot();
    if (!isShown || refresh.isActive() || (now.head == asked && now.projected == askedWhile))
        return;
    refresh.start();
}

/// Because of what a person has done.
void ConflictsView::Impl::ask() {
    isAwaited = true;
    askAgain();
}

void ConflictsView::Impl::askAgain() {
    drafts->setListing(isShown && part() != InboxPart::Resolved);
    asked = bridge.snapshot().head;
    if (!isKnown)
        loading->start();
    askedWhile = bridge.snapshot().projected;
    question.ask(part(), [this](const base::Result<std::vector<ConflictRow>>& answer) { answered(answer); });
}

void ConflictsView::Impl::answered(const base::Result<std::vector<ConflictRow>>& answer) {
    loading->stop();
    if (!answer && isKnown)
        return view.setStale(readAt, times.format(), answer.error(), [this] { ask(); });
    view.setFresh();
    if (!answer) {
        inbox->showFailure(answer.error());
        right->hide();
        view.setFact({});
        return;
    }
    read(*answer);
}

/// What comes of itself moves nothing that a pointer is over: a person may be about to click there. It is counted at
/// once, and listed when the pointer has left.
void ConflictsView::Impl::read(std::vector<ConflictRow> conflicts) {
    const bool isOwn = isAwaited || isAmong(conflicts, wanted);
    // An answer that does not have the person's resolution yet is not the one that was awaited.
    isAwaited = askedWhile < settled;
    isKnown = true;
    readAt = times.now();
    waiting.reset();
    if (isOwn || !wouldMove(conflicts)) {
        put(std::move(conflicts));
    } else {
        waiting = std::move(conflicts);
        // The conflict on the surface has no time to wait.
        std::vector<ConflictRow> meanwhile = renewed(model.conflicts(), *waiting);
        if (!wouldMove(meanwhile))
            put(std::move(meanwhile));
    }
    drafts->listed(latest());
    showNames();
}

/// Whether rows that a pointer is over would be elsewhere.
bool ConflictsView::Impl::wouldMove(const std::vector<ConflictRow>& conflicts) const {
    return inbox->isListShown() && list->isPointedAt() && !conflicts.empty() && !list->couldStay(conflicts);
}

/// What is under the pointer, chosen or scrolled to stays where it is: new conflicts come in above it.
void ConflictsView::Impl::put(std::vector<ConflictRow> conflicts) {
    const std::vector<SeenRow> held = isAmong(conflicts, wanted) ? std::vector<SeenRow>() : list->heldRows(current);
    isResetting = true;
    model.setConflicts(std::move(conflicts));
    isResetting = false;
    showInbox();
    keepChoice();
    list->hold(held);
}

void ConflictsView::Impl::putWaiting() {
    if (!waiting)
        return;
    put(*std::exchange(waiting, std::nullopt));
    drafts->listed(latest());
    showNames();
}

void ConflictsView::Impl::showInbox() {
    const bool isEmpty = model.conflicts().empty();
    right->setVisible(!isEmpty);
    // Not left to the order of tabs: in the filter line Ctrl+Z would be the line's.
    if (isEmpty && list->hasFocus())
        tabs->setFocus();
    inbox->showPart(part());
}

void ConflictsView::Impl::showNote() {
    const auto& [salesforce, hubspot] = bridge.snapshot().side;
    const core::PerSide<core::ConnectorPhase> phase{salesforce.phase, hubspot.phase};
    list->setOld(isAnyDisconnected(phase));
    note->setText(connectionNote(phase, {salesforce.lastAnswered, hubspot.lastAnswered}, times.format()));
}

void ConflictsView::Impl::showNames() {
    const QString fact = inboxFact(latest(), part(), times.now());
    view.setFact(waiting ? tr("%1; the list follows when the pointer has left it").arg(fact) : fact);
    showCount();
}

/// Where the open ones are not listed their number is the engine's.
void ConflictsView::Impl::showCount() {
    const bool isListed = part() != InboxPart::Resolved;
    const int open = isListed ? openIn(latest()) : static_cast<int>(bridge.snapshot().openConflicts);
    if (open != std::exchange(openCount, open))
        tabs->setCount(kOpen, open == 0 ? QString() : counted(open));
}

/// The conflict on the surface stays there while it is open, wherever its row is by now.
void ConflictsView::Impl::keepChoice() {
    if (wanted) {
        if (const int place = model.rowOf(*wanted); place >= 0) {
            wanted.reset();
            return choose(place);
        }
        // A person has filtered it out since.
        if (isAmong(model.conflicts(), wanted))
            wanted.reset();
    }
    if (!current)
        return;
    const int place = model.rowOf(*current);
    if (place >= 0)
        return choose(place);
    // It was settled elsewhere; after an own choice the reply moves on.
    const bool isGone = !isAmong(model.conflicts(), current) && !surface->isApplying();
    if (isGone || model.rowCount() == 0 || part() != InboxPart::Open)
        showNothing();
}

void ConflictsView::Impl::choose(int place) {
    const QModelIndex index = model.index(place);
    if (list->currentIndex() == index)
        return chosen(index);
    list->setCurrentIndex(index);
}

void ConflictsView::Impl::chosen(const QModelIndex& index) {
    const ConflictRow* conflict = model.conflict(index.row());
    if (isResetting || conflict == nullptr)
        return;
    current = conflict->conflict;
    surface->setConflict(*conflict, arrival);
    const ConflictRow* following = model.conflict(model.next(index.row(), 1));
    surface->setPlace(tr("%1 of %2").arg(model.placeOf(conflict->conflict)).arg(model.shownCount()),
                      following == nullptr ? QString() : tr("then %1").arg(QString::fromStdString(following->title)));
    right->setCurrentWidget(surface);
    showCommands();
}

/// What is not to be seen can be neither chosen nor applied, by any key.
void ConflictsView::Impl::showNothing() {
    current.reset();
    surface->clear();
    right->setCurrentWidget(hint);
    showCommands();
}

void ConflictsView::Impl::showCommands() {
    for (QAction* const action : choosing)
        action->setEnabled(surface->isOpen() && !isReadOnly);
    undoing->setEnabled(!isReadOnly);
}

void ConflictsView::Impl::step(int by) {
    wanted.reset();
    putWaiting();
    const int from = current ? model.rowOf(*current) : (by > 0 ? -1 : model.rowCount());
    if (const int place = model.next(from, by); place >= 0)
        choose(place);
}

/// It moves to the next; the last one leaves the surface to the hint.
void ConflictsView::Impl::resolved(const ConflictRow& conflict, core::Seq resolution) {
    const QString of = fieldOfRecord(conflict);
    undoLast->add(resolution, of);
    settled = resolution;
    navigator.toast(tr("Resolved, %1").arg(QString::fromStdString(conflict.title)), tr("Undo"),
                    [this, resolution, of] { undoLast->undo(resolution, of); });
    if (current == conflict.conflict) {
        const int place = model.rowOf(conflict.conflict);
        int following = model.next(place, 1);
        if (following < 0)
            following = model.next(place, -1);
        arrival = Arrival::ByItself;
        if (following >= 0)
            choose(following);
        else
            showNothing();
        arrival = Arrival::ByPerson;
    }
    list->setFocus();
    ask();
}

void ConflictsView::Impl::reopened(core::Seq conflict) {
    navigator.toast(tr("Open again; nothing was written"), {}, {});
    list->setFocus();
    want(conflict);
}

/// Whatever is listed now.
void ConflictsView::Impl::want(core::Seq conflict) {
    wanted.reset();
    filter->clear();
    wanted = conflict;
    if (tabs->currentIndex() == kOpen)
        ask();
    else
        tabs->setCurrentIndex(kOpen);
}

ConflictsView::ConflictsView(const Theme& theme, const Times& times, Bridge& bridge, Navigator& navigator)
    : View(theme, tr("Conflicts")), m_impl(std::make_unique<Impl>(*this, theme, times, bridge, navigator)) {
    setObjectName(QStringLiteral("conflictsView"));
    m_impl->build();
}

ConflictsView::~ConflictsView() = default;

void ConflictsView::showConflict(core::Seq conflict) {
    Impl& impl = *m_impl;
    impl.want(conflict);
    impl.oneTicket = impl.bridge.query(ConflictAt{conflict}, [this](const base::Result<ConflictRow>& answer) {
        if (answer && answer->resolved)
            m_impl->tabs->setCurrentIndex(kResolved);
    });
}

void ConflictsView::setReadOnly(bool readOnly, bool isHeld) {
    const QString why = readOnly ? whyReadOnly(isHeld) : QString();
    m_impl->isReadOnly = readOnly;
    m_impl->surface->setReadOnly(why);
    m_impl->undoLast->setReadOnly(why);
    m_impl->readOnlyLine->setReadOnly(why);
    m_impl->showCommands();
}

void ConflictsView::setShown(bool shown) {
    m_impl->isShown = shown;
    if (!shown) {
        m_impl->refresh.stop();
        m_impl->aging.stop();
        m_impl->drafts->setListing(false);
        return;
    }
    m_impl->ask();
    m_impl->aging.start();
}

QWidget* ConflictsView::firstFocus() {
    if (m_impl->inbox->isListShown())
        return m_impl->list;
    return m_impl->isKnown ? m_impl->tabs : firstFocusOf(m_impl->inbox->page());
}

void ConflictsView::focusFilter() {
    m_impl->filter->setFocus();
    m_impl->filter->selectAll();
}

QByteArray ConflictsView::saveLayout() const {
    return m_impl->splitter->saveState();
}

void ConflictsView::restoreLayout(const QByteArray& layout) {
    m_impl->splitter->restoreState(layout);
}

}  // namespace syncline::ui
