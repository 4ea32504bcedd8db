#include "ui/conflicts/conflicts_view.h"

#include "ui/conflicts/conflict_surface.h"
#include "ui/conflicts/inbox_delegate.h"
#include "ui/conflicts/inbox_model.h"
#include "ui/conflicts/inbox_question.h"
#include "ui/conflicts/inbox_words.h"
#include "ui/conflicts/undo_button.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/follow.h"
#include "ui/widgets/format.h"
#include "ui/widgets/loading_rows.h"
#include "ui/widgets/note_line.h"
#include "ui/widgets/state_page.h"
#include "ui/widgets/tabs.h"

#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

namespace syncline::ui {
namespace {

constexpr int kLeastInboxWidth = 296;
constexpr int kInboxWidth = 368;
constexpr int kRowHeight = 40;
constexpr std::chrono::seconds kAging{1};           ///< ages are written anew
constexpr std::chrono::milliseconds kRefresh{500};  ///< at most so often while entries come
enum Tab { kOpen, kResolved };                      ///< of InboxPart, in its order

/// Where a conflict stands in the list's viewport.
struct SeenRow {
    core::Seq conflict;
    int top = 0;
};

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

private:
    QWidget* buildInbox();
    void buildList();
    void connectKeys();
    void refreshSoon();
    void answered(const base::Result<std::vector<ConflictRow>>& answer);
    void showNames();
    void showInbox();
    void showEmpty();
    void showLastSettled(const base::Result<std::vector<ConflictRow>>& latest);
    void showNoMatch();
    void showState(const QString& what, StatePage::Content content);
    void showNote();
    void keepChoice();
    void read(std::vector<ConflictRow> conflicts);
    [[nodiscard]] std::optional<SeenRow> firstSeen() const;
    void chosen(const QModelIndex& index);
    void choose(int row);
    void step(int by);
    void resolved(core::Seq conflict, core::Seq resolution);
    void reopened(core::Seq conflict);
    [[nodiscard]] int row() const { return list->currentIndex().row(); }

public:
    ConflictsView& view;
    const Theme& theme;
    const Times& times;
    Bridge& bridge;
    Navigator& navigator;
    InboxModel model;
    InboxQuestion question;
    std::optional<core::Seq> current;  ///< the conflict that is on the surface
    std::optional<core::Seq> wanted;   ///< to be shown as soon as it is there
    bool isShown = false;
    bool isResetting = false;
    bool isKnown = false;   ///< what the tab lists has been answered
    base::WallTime readAt;  ///< when it was
    int openCount = 0;      ///< as the tab has it
    std::optional<ConflictRow> lastSettled;
    QString shownState;    ///< what the page in the list's place says
    core::Seq asked;       ///< the head at the last question
    core::Seq askedWhile;  ///< how far the projections were then: the answer is made of these
    Ticket oneTicket;
    Ticket lastTicket;
    QTimer refresh;
    QTimer aging;

    QSplitter* splitter = nullptr;
    Tabs* tabs = nullptr;
    QLineEdit* filter = nullptr;
    QComboBox* order = nullptr;
    QStackedWidget* inbox = nullptr;
    QListView* list = nullptr;
    LoadingRows* loading = nullptr;
    NoteLine* note = nullptr;
    StatePage* state = nullptr;
    QStackedWidget* right = nullptr;
    StatePage* hint = nullptr;
    ConflictSurface* surface = nullptr;
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
    column->addWidget(note);
    view.setBody(body);
    hint->show({Icon::Conflicts,
                false,
                tr("Choose a conflict"),
                tr("Both versions, where each came from and what would be written are shown before anything is."),
                {},
                {},
                {}});
    refresh.setSingleShot(true);
    refresh.setInterval(kRefresh);
    connect(&refresh, &QTimer::timeout, &view, [this] { ask(); });
    aging.setInterval(kAging);
    connect(&aging, &QTimer::timeout, &view, [this] {
        list->viewport()->update();
        if (isKnown)
            showNames();
    });
    connect(&bridge, &Bridge::snapshotChanged, &view, [this] {
        refreshSoon();
        showNote();
    });
    connect(undoLast, &UndoButton::opened, &view, [this](core::Seq conflict) { reopened(conflict); });
    connect(undoLast, &UndoButton::refused, &view, [this](const QString& why) {
        navigator.toast(why, {}, {});
        ask();
    });
    connect(surface, &ConflictSurface::resolved, &view,
            [this](core::Seq conflict, core::Seq resolution) { resolved(conflict, resolution); });
    connect(surface, &ConflictSurface::outdated, &view, [this] { ask(); });
    connect(surface, &ConflictSurface::undoWanted, &view, [this](core::Seq resolution) { undoLast->undo(resolution); });
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
    filter = new QLineEdit;
    filter->setObjectName(QStringLiteral("conflictFilter"));
    filter->setAccessibleName(tr("Filter conflicts"));
    filter->setPlaceholderText(tr("Filter conflicts"));
    filter->setClearButtonEnabled(true);
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
        model.setConflicts({});
        isKnown = false;
        view.setFresh();
        current.reset();
        right->setCurrentWidget(hint);
        ask();
    });
    connect(filter, &QLineEdit::textChanged, &view, [this](const QString& text) {
        isResetting = true;
        model.setFilter(text);
        isResetting = false;
        if (isKnown)
            showInbox();
        keepChoice();
    });
    connect(order, &QComboBox::activated, &view, [this](int index) {
        isResetting = true;
        model.setOrder(index == 0 ? InboxOrder::ByCause : InboxOrder::ByAge);
        isResetting = false;
        keepChoice();
    });
    connect(loading, &LoadingRows::lasted, &view, [this] {
        inbox->setCurrentWidget(list);
        right->show();
    });
    connect(list->selectionModel(), &QItemSelectionModel::currentChanged, &view,
            [this](const QModelIndex& index) { chosen(index); });
    return left;
}

void ConflictsView::Impl::buildList() {
    list = new QListView;
    list->setObjectName(QStringLiteral("conflictList"));
    list->setAccessibleName(tr("Conflicts"));
    list->setModel(&model);
    list->setItemDelegate(new InboxDelegate(theme, times, list));
    list->setFrameShape(QFrame::NoFrame);
    list->setMouseTracking(true);
    list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    CellDelegate::leaveUnchosen(*list);
    loading = new LoadingRows(theme, *list, kRowHeight);
    state = new StatePage(theme);
    inbox = new QStackedWidget;
    inbox->addWidget(list);
    inbox->addWidget(state);
}

void ConflictsView::Impl::connectKeys() {
    view.addCommand(tr("Next conflict"), QKeySequence(Qt::Key_J), [this] { step(1); });
    view.addCommand(tr("Previous conflict"), QKeySequence(Qt::Key_K), [this] { step(-1); });
    view.addCommand(tr("Write an own value"), QKeySequence(Qt::Key_0), [this] { surface->takeOwn(); });
    view.addCommand(tr("Apply"), QKeySequence(Qt::Key_Return), [this] { surface->apply(); });
    view.addCommand(tr("Undo the last resolution"), QKeySequence(QKeySequence::Undo), [this] { undoLast->click(); });
    view.addKey(QKeySequence(Qt::Key_E), [this] { step(1); });
    view.addKey(QKeySequence(Qt::Key_Enter), [this] { surface->apply(); });
    for (int number = 1; number <= 9; ++number)
        view.addKey(QKeySequence(Qt::Key_0 + number), [this, number] { surface->take(number); });
}

void ConflictsView::Impl::refreshSoon() {
    const Snapshot& now = bridge.snapshot();
    if (!isShown || refresh.isActive() || (now.head == asked && now.projected == askedWhile))
        return;
    refresh.start();
}

void ConflictsView::Impl::ask() {
    asked = bridge.snapshot().head;
    if (!isKnown)
        loading->start();
    askedWhile = bridge.snapshot().projected;
    question.ask(static_cast<InboxPart>(tabs->currentIndex()),
                 [this](const base::Result<std::vector<ConflictRow>>& answer) { answered(answer); });
}

void ConflictsView::Impl::answered(const base::Result<std::vector<ConflictRow>>& answer) {
    loading->stop();
    if (!answer && isKnown)
        return view.setStale(readAt, times.format(), answer.error(), [this] { ask(); });
    view.setFresh();
    if (!answer) {
        showState(QString(), {Icon::Fail,
                              true,
                              tr("The conflicts cannot be read"),
                              tr("They stay open; nothing is decided meanwhile."),
                              QString::fromStdString(answer.error().message()),
                              QString::fromStdString(answer.error().hint),
                              {{tr("Try again"), [this] { ask(); }, true, {}, QStringLiteral("conflictsRetry")}}});
        right->hide();
        return;
    }
    read(*answer);
}

/// What is under the mouse, or scrolled to, stays where it is: new conflicts come in above it.
void ConflictsView::Impl::read(std::vector<ConflictRow> conflicts) {
    const std::optional<SeenRow> seen = firstSeen();
    isResetting = true;
    model.setConflicts(std::move(conflicts));
    isResetting = false;
    isKnown = true;
    readAt = times.now();
    showNames();
    showInbox();
    keepChoice();
    const int place = seen ? model.rowOf(seen->conflict) : -1;
    if (place < 0)
        return;
    QScrollBar& bar = *list->verticalScrollBar();
    bar.setValue(bar.value() + list->visualRect(model.index(place)).top() - seen->top);
}

/// None where the list may begin at its first row, and while a conflict waits to be shown.
std::optional<SeenRow> ConflictsView::Impl::firstSeen() const {
    const bool isLeftAlone = list->verticalScrollBar()->value() == 0 && !list->viewport()->underMouse();
    if (wanted || isLeftAlone || inbox->currentWidget() != list)
        return std::nullopt;
    for (int place = std::max(0, list->indexAt(QPoint(0, 0)).row()); place < model.rowCount(); ++place) {
        if (const ConflictRow* one = model.conflict(place); one != nullptr)
            return SeenRow{one->conflict, list->visualRect(model.index(place)).top()};
    }
    return std::nullopt;
}

/// The same again leaves the page as it is: somebody may be at its buttons.
void ConflictsView::Impl::showState(const QString& what, StatePage::Content content) {
    if (inbox->currentWidget() != state || what.isEmpty() || what != shownState)
        state->show(std::move(content));
    shownState = what;
    inbox->setCurrentWidget(state);
}

void ConflictsView::Impl::showInbox() {
    right->setVisible(!model.conflicts().empty());
    if (model.conflicts().empty())
        showEmpty();
    else if (model.rowCount() == 0)
        showNoMatch();
    else
        inbox->setCurrentWidget(list);
}

void ConflictsView::Impl::showNoMatch() {
    StatePage::Content content;
    content.icon = Icon::Search;
    content.statement = tr("No conflict matches");
    content.sentence = tr("Looked for in records, companies, fields and values.");
    content.actions = {
        {tr("Clear filter"), [this] { filter->clear(); }, false, {}, QStringLiteral("conflictsClearFilter")}};
    showState(QStringLiteral("no match"), std::move(content));
}

void ConflictsView::Impl::showNote() {
    const auto& [salesforce, hubspot] = bridge.snapshot().side;
    note->setText(connectionNote({salesforce.phase, hubspot.phase}, {salesforce.lastReceived, hubspot.lastReceived},
                                 times.format()));
}

void ConflictsView::Impl::showNames() {
    const auto part = static_cast<InboxPart>(tabs->currentIndex());
    view.setFact(inboxFact(model.conflicts(), part, times.now()));
    const int open = openIn(model.conflicts());
    if (part != InboxPart::Resolved && open != std::exchange(openCount, open))
        tabs->setCount(kOpen, open == 0 ? QString() : counted(open));
}

void ConflictsView::Impl::showEmpty() {
    const bool isOpen = tabs->currentIndex() == kOpen;
    if (isOpen && inbox->currentWidget() != state)
        lastTicket = bridge.query<ResolvedConflicts>(
            {1}, [this](const base::Result<std::vector<ConflictRow>>& latest) { showLastSettled(latest); });
    StatePage::Content content = emptyInbox(static_cast<InboxPart>(tabs->currentIndex()), lastSettled, times.format());
    if (isOpen)
        content.actions = {{tr("Show resolved"),
                            [this] { tabs->setCurrentIndex(kResolved); },
                            false,
                            {},
                            QStringLiteral("conflictsShowResolved")},
                           {tr("Show rules that ask"),
                            [this] { navigator.showView(ViewName::Ownership); },
                            false,
                            {},
                            QStringLiteral("conflictsShowRules")}};
    // Not left to the order of tabs: in the filter line Ctrl+Z would be the line's.
    if (list->hasFocus())
        tabs->setFocus();
    showState(content.statement + content.sentence, std::move(content));
}

void ConflictsView::Impl::showLastSettled(const base::Result<std::vector<ConflictRow>>& latest) {
    if (latest && !latest->empty())
        lastSettled = latest->front();
    if (isKnown && model.conflicts().empty() && tabs->currentIndex() == kOpen)
        showEmpty();
}

/// The conflict on the surface stays there while it is open, wherever its row is by now.
void ConflictsView::Impl::keepChoice() {
    if (wanted) {
        if (const int place = model.rowOf(*wanted); place >= 0) {
            wanted.reset();
            return choose(place);
        }
    }
    if (!current)
        return;
    const int place = model.rowOf(*current);
    if (place >= 0)
        return choose(place);
    if (model.rowCount() == 0 || tabs->currentIndex() != kOpen) {
        current.reset();
        right->setCurrentWidget(hint);
    }
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
    surface->setConflict(*conflict);
    const ConflictRow* following = model.conflict(model.next(index.row(), 1));
    surface->setPlace(tr("%1 of %2").arg(model.placeOf(conflict->conflict)).arg(model.shownCount()),
                      following == nullptr ? QString() : tr("then %1").arg(QString::fromStdString(following->title)));
    right->setCurrentWidget(surface);
}

void ConflictsView::Impl::step(int by) {
    const int from = current ? model.rowOf(*current) : (by > 0 ? -1 : model.rowCount());
    if (const int place = model.next(from, by); place >= 0)
        choose(place);
}

/// It moves to the next; the last one leaves the surface to the hint.
void ConflictsView::Impl::resolved(core::Seq conflict, core::Seq resolution) {
    undoLast->add(resolution);
    QString name;
    if (const ConflictRow* one = model.conflict(model.rowOf(conflict)); one != nullptr)
        name = QString::fromStdString(one->title);
    navigator.toast(tr("Resolved, %1").arg(name), tr("Undo"), [this, resolution] { undoLast->undo(resolution); });
    if (current == conflict) {
        const int place = model.rowOf(conflict);
        int following = model.next(place, 1);
        if (following < 0)
            following = model.next(place, -1);
        if (following >= 0) {
            choose(following);
        } else {
            current.reset();
            right->setCurrentWidget(hint);
        }
    }
    list->setFocus();
    ask();
}

void ConflictsView::Impl::reopened(core::Seq conflict) {
    navigator.toast(tr("Open again; nothing was written"), {}, {});
    wanted = conflict;
    list->setFocus();
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
    impl.wanted = conflict;
    if (impl.tabs->currentIndex() == kOpen)
        impl.ask();
    else
        impl.tabs->setCurrentIndex(kOpen);
    impl.oneTicket = impl.bridge.query(ConflictAt{conflict}, [this](const base::Result<ConflictRow>& answer) {
        if (answer && answer->resolved)
            m_impl->tabs->setCurrentIndex(kResolved);
    });
}

void ConflictsView::setShown(bool shown) {
    m_impl->isShown = shown;
    if (!shown) {
        m_impl->refresh.stop();
        m_impl->aging.stop();
        return;
    }
    m_impl->ask();
    m_impl->aging.start();
}

QWidget* ConflictsView::firstFocus() {
    if (m_impl->inbox->currentWidget() == m_impl->list)
        return m_impl->list;
    return m_impl->isKnown ? m_impl->tabs : firstFocusOf(*m_impl->state);
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
