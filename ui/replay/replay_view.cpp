#include "ui/replay/replay_view.h"

#include "ui/replay/consumer_model.h"
#include "ui/replay/offset_delegate.h"
#include "ui/replay/rewind_panel.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/column_widths.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/failure_report.h"
#include "ui/widgets/loading_rows.h"
#include "ui/widgets/note_line.h"
#include "ui/widgets/state_page.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QResizeEvent>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

namespace syncline::ui {
namespace {

constexpr std::chrono::seconds kRefresh{2};  ///< of times and marks; offsets come with each snapshot
constexpr int kRowHeight = 32;
constexpr int kUpperShare = 500;  ///< of the height, as weights
constexpr int kLowerShare = 500;
/// As it stands in workspace.json.
constexpr char kStreamExample[] = R"("streams": [{ "name": "events", "file": "streams/events.jsonl", "filter": "" }])";

/// In the order of the model's columns.
std::vector<Column> columns() {
    std::vector<Column> all(kConsumerColumns);
    const auto set = [&](ConsumerColumn column, int width, int least) {
        all[static_cast<std::size_t>(column)].width = width;
        all[static_cast<std::size_t>(column)].least = least;
    };
    set(kConsumer, 216, 168);
    set(kState, 128, 0);
    set(kCommitted, 96, 0);
    set(kBehind, 160, 0);
    set(kTimeLine, 0, 160);
    set(kAction, 112, 0);
    return all;
}

/// Why no stream can be rewound in this window, and where it can.
QString readOnlyWords(bool isHeld) {
    if (isHeld)
        return ReplayView::tr(
            "Read-only: rewind in the window that has this workspace open, or with the command "
            "“syncline consumers rewind”");
    return ReplayView::tr(
        "Read-only: nobody runs this workspace any more. Rewind here after Open for writing, or with the command "
        "“syncline consumers rewind”");
}

}  // namespace

struct ReplayView::Impl {
    Impl(ReplayView& owner, const Theme& usedTheme, const Times& usedTimes, Bridge& usedBridge,
         Navigator& usedNavigator)
        : view(owner), theme(usedTheme), times(usedTimes), bridge(usedBridge), navigator(usedNavigator) {}

    void build();
    void buildTable(QVBoxLayout& layout);
    void buildReadOnlyLine(QVBoxLayout& layout);
    void setReadOnly(bool readOnly, bool held);
    void ask();
    void answered(const base::Result<Consumers>& answer);
    void showFailure(const base::Error& error);
    void refresh();
    void showHint();
    void placeButtons();
    void nameButton(Button& button, const ConsumerLine& line) const;
    void alignAxis();
    void choose(const QString& consumer, std::optional<core::Seq> offset);
    void closePanel();
    [[nodiscard]] QString chosenStream() const;

    ReplayView& view;
    const Theme& theme;
    const Times& times;
    Bridge& bridge;
    Navigator& navigator;
    base::WallTime readAt;
    std::optional<Consumers> consumers;
    std::optional<base::Error> failure;                                  ///< that is shown in place of the list
    std::optional<std::pair<QString, std::optional<core::Seq>>> wanted;  ///< asked for before the list was there
    bool isShown = false;
    bool isReadOnly = false;
    bool isHeld = true;
    bool isOpenedForPanel = false;  ///< the lower pane was closed, and is again when the panel is
    Ticket ticket;
    QTimer timer;

    QStackedWidget* pages = nullptr;
    StatePage* state = nullptr;
    QSplitter* splitter = nullptr;
    ConsumerModel model;
    QTableView* table = nullptr;
    OffsetDelegate* offsets = nullptr;
    OffsetAxis* axis = nullptr;
    LoadingRows* loading = nullptr;
    QWidget* readOnlyLine = nullptr;
    Text* readOnlyText = nullptr;
    QAction* rewind = nullptr;
    NoteLine* note = nullptr;
    QStackedWidget* lower = nullptr;
    StatePage* hint = nullptr;
    RewindPanel* panel = nullptr;
};

void ReplayView::Impl::build() {
    pages = new QStackedWidget;
    state = new StatePage(theme);
    splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName(QStringLiteral("replaySplitter"));
    auto* upper = new QWidget;
    auto* layout = new QVBoxLayout(upper);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    buildTable(*layout);
    buildReadOnlyLine(*layout);
    lower = new QStackedWidget;
    hint = new StatePage(theme);
    panel = new RewindPanel(theme, times, bridge, nullptr);
    lower->addWidget(hint);
    lower->addWidget(panel);
    splitter->addWidget(upper);
    splitter->addWidget(lower);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({kUpperShare, kLowerShare});
    splitter->setChildrenCollapsible(false);
    pages->addWidget(splitter);
    pages->addWidget(state);
    auto* body = new QWidget;
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    note = new NoteLine(theme);
    note->setObjectName(QStringLiteral("replayNote"));
    column->addWidget(pages, 1);
    column->addWidget(note);
    view.setBody(body);
    showHint();
    connect(panel, &RewindPanel::closed, &view, [this] { closePanel(); });
    connect(panel, &RewindPanel::started, &view, [this] {
        refresh();
        ask();
    });
    connect(panel, &RewindPanel::ended, &view, [this] { refresh(); });
    connect(panel, &RewindPanel::told, &view, [this](const QString& words) { navigator.toast(words, {}, {}); });
    rewind = view.addCommand(tr("Rewind the chosen stream…"), QKeySequence(Qt::Key_R), [this] {
        if (const QString stream = chosenStream(); !stream.isEmpty())
            choose(stream, std::nullopt);
    });
    timer.setInterval(kRefresh);
    connect(&timer, &QTimer::timeout, &view, [this] { ask(); });
    connect(&bridge, &Bridge::snapshotChanged, &view, [this] { refresh(); });
    connect(&times, &Times::changed, &view, [this] { refresh(); });
    connect(&theme, &Theme::changed, &view, [this] { alignAxis(); });
}

void ReplayView::Impl::buildTable(QVBoxLayout& layout) {
    axis = new OffsetAxis(theme, times, nullptr);
    table = new QTableView;
    table->setObjectName(QStringLiteral("replayConsumers"));
    table->setAccessibleName(tr("Sources and consumers"));
    table->setModel(&model);
    CellDelegate::dress(*table, theme, kRowHeight);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    offsets = new OffsetDelegate(theme, model, table);
    table->setItemDelegateForColumn(kTimeLine, offsets);
    table->setItemDelegateForColumn(kConsumer, new ConsumerDelegate(theme, model, table));
    table->horizontalHeader()->setStretchLastSection(false);
    new ColumnWidths(theme, *table, columns());
    loading = new LoadingRows(theme, *table, kRowHeight);
    layout.addWidget(axis);
    layout.addWidget(table, 1);
    connect(loading, &LoadingRows::lasted, &view, [this] {
        failure.reset();
        pages->setCurrentWidget(splitter);
    });
    connect(table->horizontalHeader(), &QHeaderView::sectionResized, axis, [this] { alignAxis(); });
    connect(table->horizontalHeader(), &QHeaderView::geometriesChanged, axis, [this] { alignAxis(); });
}

void ReplayView::Impl::buildReadOnlyLine(QVBoxLayout& layout) {
    readOnlyLine = new QWidget;
    readOnlyLine->setObjectName(QStringLiteral("replayReadOnly"));
    auto* row = new QHBoxLayout(readOnlyLine);
    row->setContentsMargins(theme.scaled(12), theme.scaled(4), theme.scaled(12), theme.scaled(4));
    row->setSpacing(theme.scaled(8));
    readOnlyText = new Text(theme, Face::Body);
    readOnlyText->setObjectName(QStringLiteral("replayReadOnlyWords"));
    readOnlyText->setWordWrap(true);
    row->addWidget(new IconLabel(theme, Icon::Lock, 14));
    row->addWidget(readOnlyText, 1);
    readOnlyLine->hide();
    layout.addWidget(readOnlyLine);
}

/// What is being chosen is thrown away: nothing can come of it.
void ReplayView::Impl::setReadOnly(bool readOnly, bool held) {
    isReadOnly = readOnly;
    isHeld = held;
    readOnlyText->setText(readOnlyWords(held));
    rewind->setEnabled(!readOnly);
    readOnlyLine->setVisible(readOnly);
    if (readOnly && lower->currentWidget() == panel)
        closePanel();
    placeButtons();
}

void ReplayView::Impl::alignAxis() {
    const QHeaderView* header = table->horizontalHeader();
    axis->setSpan(header->sectionViewportPosition(kTimeLine), header->sectionSize(kTimeLine));
}

void ReplayView::Impl::ask() {
    if (ticket.isOut() && !consumers)
        return;
    if (!consumers && !failure)
        loading->start();
    ticket = bridge.query(ConsumerTable{}, [this](const base::Result<Consumers>& answer) { answered(answer); });
}

void ReplayView::Impl::answered(const base::Result<Consumers>& answer) {
    ticket = Ticket();
    loading->stop();
    if (!answer && consumers)
        return view.setStale(readAt, times.format(), answer.error(), [this] { ask(); });
    view.setFresh();
    if (!answer)
        return showFailure(answer.error());
    failure.reset();
    const bool isFirst = !consumers;
    consumers = *answer;
    readAt = times.now();
    const OffsetScale scale(consumers->marks);
    offsets->setScale(scale);
    axis->setScale(scale);
    pages->setCurrentWidget(splitter);
    for (const ConsumerRow& row : consumers->rows)
        panel->setCommitted(QString::fromStdString(row.name), row.committed);
    if (isFirst)
        showHint();
    refresh();
    alignAxis();
    if (wanted) {
        const auto [stream, offset] = *std::exchange(wanted, std::nullopt);
        choose(stream, offset);
    }
}

/// It is tried again by itself: a page that says so already stays, with the keys and what is selected in it.
void ReplayView::Impl::showFailure(const base::Error& error) {
    if (failure == error)
        return;
    failure = error;
    StatePage::Content content;
    content.icon = Icon::Fail;
    content.isFailure = true;
    content.statement = tr("The consumers cannot be read");
    content.sentence =
        tr("Syncing and the streams go on. Only this list is missing, and no stream can be rewound here until it is "
           "read; that is tried again by itself.");
    content.words = QString::fromStdString(error.words());
    content.advice = QString::fromStdString(error.hint);
    // Whoever presses it sees that it is being read; what is tried by itself leaves the page.
    const auto tryAgain = [this] {
        loading->start();
        ask();
    };
    content.actions.push_back({tr("Try again"), tryAgain, true, {}, QStringLiteral("replayRetry")});
    addFailureActions(content, {QString::fromStdString(bridge.workspaceName()), times.format().whole(times.now())},
                      [this] { navigator.verifyJournal(); });
    state->show(std::move(content));
    pages->setCurrentWidget(state);
}

void ReplayView::Impl::refresh() {
    const Snapshot& snapshot = bridge.snapshot();
    if (!consumers)
        return;
    for (const auto& one : snapshot.consumers)
        panel->snapshotCame(QString::fromStdString(one.consumer), one.committed);
    if (!isShown)
        return;
    const auto& [salesforce, hubspot] = snapshot.side;
    note->setText(connectionNote({salesforce.phase, hubspot.phase}, {salesforce.lastAnswered, hubspot.lastAnswered},
                                 times.format()));
    view.setFact(tr("%n consumer(s), head %1", nullptr, static_cast<int>(consumers->rows.size() + 2))
                     .arg(sequence(snapshot.head)));
    offsets->setRewinds(panel->running());
    model.setLines(consumerLines({*consumers, snapshot, times.format(), panel->running()}));
    for (int row = 0; row < model.rowCount(); ++row) {
        if (model.line(row)->kind == ConsumerLine::Kind::Group && table->columnSpan(row, kConsumer) == 1)
            table->setSpan(row, kConsumer, 1, kTimeLine);
    }
    placeButtons();
}

void ReplayView::Impl::showHint() {
    StatePage::Content content;
    content.icon = Icon::Replay;
    content.statement = tr("Go back without losing anything");
    content.sentence =
        tr("A stream can be rewound to any entry: the same bytes are sent again, in the same order, marked as a "
           "replay. You see what would be sent before anything is.");
    if (consumers && consumers->rows.empty()) {
        content.statement = tr("No stream to rewind");
        content.sentence =
            tr("The writers of both sides go on by themselves. A stream of entries into a file is named "
               "in `workspace.json`, below `streams`, and begins with the next start.");
        const auto copyExample = [this] {
            QGuiApplication::clipboard()->setText(QLatin1String(kStreamExample));
            navigator.toast(tr("Copied: a stream of all entries into streams/events.jsonl"), {}, {});
        };
        content.actions.push_back({tr("Copy an example"), copyExample, false, {}, QStringLiteral("replayCopyExample")});
    }
    hint->show(std::move(content));
}

/// Of a stream that is being rewound it leads to its progress.
void ReplayView::Impl::nameButton(Button& button, const ConsumerLine& line) const {
    const bool isRunning = line.rewound.has_value();
    const QString text = isRunning ? tr("Progress") : tr("Rewind…");
    const QString use = isRunning ? tr("How far the rewind of %1 is, and its end  R").arg(line.name)
                                  : tr("Send entries to %1 once more  R").arg(line.name);
    const QString tip = isReadOnly ? readOnlyWords(isHeld) : use;
    if (button.text() == text && button.toolTip() == tip)
        return;
    button.setText(text);
    button.setEnabled(!isReadOnly);
    button.setAccessibleName(isRunning ? tr("Progress of %1’s rewind").arg(line.name) : tr("Rewind %1").arg(line.name));
    button.setToolTip(tip);
}

/// A button in the last cell of each stream's row; rows keep their places.
void ReplayView::Impl::placeButtons() {
    for (int row = 0; row < model.rowCount(); ++row) {
        const ConsumerLine* line = model.line(row);
        const int span = line->kind == ConsumerLine::Kind::Group ? kConsumerColumns : 1;
        if (table->columnSpan(row, kConsumer) != span)
            table->setSpan(row, kConsumer, 1, span);
        const QModelIndex place = model.index(row, kAction);
        if (line->kind != ConsumerLine::Kind::Stream)
            continue;
        if (QWidget* there = table->indexWidget(place); there != nullptr) {
            nameButton(*there->findChild<Button*>(), *line);
            continue;
        }
        auto* holder = new QWidget;
        auto* layout = new QVBoxLayout(holder);
        layout->setContentsMargins(theme.scaled(8), 0, theme.scaled(8), 0);
        auto* button = new Button(theme, {});
        button->setIconName(Icon::Replay);
        button->setSmall(true);
        button->setObjectName(QStringLiteral("rewind_") + line->name);
        nameButton(*button, *line);
        connect(button, &QPushButton::clicked, &view, [this, name = line->name] { choose(name, std::nullopt); });
        layout->addWidget(button, 0, Qt::AlignVCenter);
        table->setIndexWidget(place, holder);
    }
}

QString ReplayView::Impl::chosenStream() const {
    const ConsumerLine* line = model.line(table->currentIndex().row());
    return line != nullptr && line->kind == ConsumerLine::Kind::Stream ? line->name : QString();
}

void ReplayView::Impl::choose(const QString& consumer, std::optional<core::Seq> offset) {
    if (!consumers) {
        wanted = {consumer, offset};
        return;
    }
    const auto found = std::find_if(consumers->rows.begin(), consumers->rows.end(), [&](const ConsumerRow& row) {
        return consumer.isEmpty() || row.name == consumer.toStdString();
    });
    if (found == consumers->rows.end())
        return;
    ConsumerRow row = *found;
    for (const auto& one : bridge.snapshot().consumers) {
        if (one.consumer == row.name)
            row.committed = one.committed;
    }
    table->setCurrentIndex(model.index(model.rowOf(QString::fromStdString(row.name)), kConsumer));
    if (isReadOnly)
        return;
    // What is being chosen there is not thrown away by asking for it once more.
    const bool isThere = lower->currentWidget() == panel && panel->isChoosing(QString::fromStdString(row.name));
    if (!isThere || offset)
        panel->choose(row, offset);
    lower->setCurrentWidget(panel);
    // Whoever asks for the panel sees it, also where the pane is closed.
    if (lower->isHidden()) {
        isOpenedForPanel = true;
        lower->show();
    }
    panel->firstFocus()->setFocus();
}

/// A running rewind goes on; its bar stays in the list.
void ReplayView::Impl::closePanel() {
    lower->setCurrentWidget(hint);
    if (std::exchange(isOpenedForPanel, false))
        lower->hide();
    table->setFocus();
}

ReplayView::ReplayView(const Theme& theme, const Times& times, Bridge& bridge, Navigator& navigator)
    : View(theme, tr("Replay")), m_impl(std::make_unique<Impl>(*this, theme, times, bridge, navigator)) {
    setObjectName(QStringLiteral("replayView"));
    m_impl->build();
}

/// In another width the pane is there, or is not, of its own.
void ReplayView::resizeEvent(QResizeEvent* event) {
    if (event->oldSize().width() != event->size().width())
        m_impl->isOpenedForPanel = false;
    View::resizeEvent(event);
}

ReplayView::~ReplayView() {
    // Children are hidden after this, and a header that is hidden tells of its geometry.
    m_impl->table->horizontalHeader()->disconnect(m_impl->axis);
}

void ReplayView::showRewind(const QString& consumer, std::optional<core::Seq> offset) {
    m_impl->choose(consumer, offset);
}

void ReplayView::setReadOnly(bool readOnly, bool isHeld) {
    m_impl->setReadOnly(readOnly, isHeld);
}

void ReplayView::setShown(bool shown) {
    m_impl->isShown = shown;
    if (!shown) {
        m_impl->timer.stop();
        return;
    }
    m_impl->ask();
    m_impl->refresh();
    m_impl->timer.start();
}

QWidget* ReplayView::inspector() {
    return m_impl->lower;
}

QWidget* ReplayView::firstFocus() {
    if (m_impl->pages->currentWidget() == m_impl->state)
        return firstFocusOf(*m_impl->state);
    return m_impl->table;
}

void ReplayView::focusFilter() {}

QByteArray ReplayView::saveLayout() const {
    return m_impl->splitter->saveState();
}

void ReplayView::restoreLayout(const QByteArray& layout) {
    m_impl->splitter->restoreState(layout);
}

}  // namespace syncline::ui
