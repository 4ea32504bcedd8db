#include "ui/record/record_view.h"

#include "ui/record/field_reasons.h"
#include "ui/record/history_pane.h"
#include "ui/record/moment_bar.h"
#include "ui/record/owner_band.h"
#include "ui/record/record_finder.h"
#include "ui/record/record_model.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/column_widths.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/failure_report.h"
#include "ui/widgets/loading_rows.h"
#include "ui/widgets/note_line.h"
#include "ui/widgets/state_page.h"
#include "ui/widgets/tabs.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>
#include <utility>

namespace syncline::ui {
namespace {

constexpr int kRowHeight = 24;
constexpr std::chrono::milliseconds kRefresh{300};  ///< at most so often while entries come
constexpr int kUpperShare = 600;                    ///< of the height, as weights
constexpr int kLowerShare = 400;
enum Tab { kWhy, kWhyNot, kHistory };

}  // namespace

struct RecordView::Impl {
    Impl(RecordView& owner, const Theme& usedTheme, const Times& usedTimes, Bridge& usedBridge,
         Navigator& usedNavigator)
        : view(owner), theme(usedTheme), times(usedTimes), bridge(usedBridge), navigator(usedNavigator) {}

    void build();
    void show(core::EntityId id, const QString& field);
    void ask();

private:
    QWidget* buildTable();
    QWidget* buildLower();
    void connectLower();
    void askStory();
    void answered(const base::Result<RecordState>& answer);
    void history(const base::Result<std::vector<EntryRow>>& answer);
    void showFailure(const base::Error& error);
    void forget();
    void renewed();
    void showHead(const RecordState& record);
    void showLoading();
    void showNote();
    void goTo(std::optional<core::Seq> seq);
    void follow();
    void nameCopy();
    void copyShown();
    void failed(const base::Error& error);
    [[nodiscard]] FailurePlace failurePlace() const;

public:
    RecordView& view;
    const Theme& theme;
    const Times& times;
    Bridge& bridge;
    Navigator& navigator;
    std::optional<core::EntityId> entity;
    std::optional<core::Seq> at;
    QString wantedField;
    std::optional<base::Error> failure;  ///< that stands in the record's place
    base::WallTime readAt;
    bool isRecordStale = false;   ///< it could not be read again
    bool isHistoryStale = false;  ///< its entries could not
    core::Seq asked;              ///< the head at the last question
    core::Seq askedWhile;         ///< how far the projections were then: the answer is made of these
    bool isShown = false;
    bool isArriving = false;  ///< the record that was asked for last has not been answered once
    Ticket recordTicket;
    Ticket historyTicket;
    QTimer refresh;

    QStackedWidget* pages = nullptr;
    RecordFinder* finder = nullptr;
    StatePage* state = nullptr;
    QSplitter* splitter = nullptr;
    MomentBar* moment = nullptr;
    OwnerBand* band = nullptr;
    RecordModel model;
    QTableView* table = nullptr;
    LoadingRows* loading = nullptr;
    NoteLine* note = nullptr;
    QWidget* inspector = nullptr;
    Tabs* tabs = nullptr;
    QStackedWidget* lower = nullptr;
    FieldReasons* reasons = nullptr;
    HistoryPane* entries = nullptr;
    Button* copy = nullptr;
    Button* followButton = nullptr;
    Button* another = nullptr;
};

void RecordView::Impl::build() {
    followButton = new Button(theme, tr("Follow in stream"));
    followButton->setIconName(Icon::Stream);
    followButton->setObjectName(QStringLiteral("recordFollow"));
    followButton->setToolTip(tr("Show this record’s entries in the stream"));
    another = new Button(theme, tr("Another record…"));
    another->setIconName(Icon::Search);
    another->setObjectName(QStringLiteral("recordAnother"));
    for (Button* button : {followButton, another}) {
        button->hide();
        view.actions()->addWidget(button);
    }
    pages = new QStackedWidget;
    finder = new RecordFinder(theme, bridge, nullptr);
    state = new StatePage(theme);
    splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName(QStringLiteral("recordSplitter"));
    splitter->setChildrenCollapsible(false);
    auto* upper = new QWidget;
    auto* layout = new QVBoxLayout(upper);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    moment = new MomentBar(theme);
    layout->addWidget(moment);
    layout->addWidget(buildTable(), 1);
    splitter->addWidget(upper);
    inspector = buildLower();
    splitter->addWidget(inspector);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({kUpperShare, kLowerShare});
    pages->addWidget(finder);
    pages->addWidget(state);
    pages->addWidget(splitter);
    auto* body = new QWidget;
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    note = new NoteLine(theme);
    note->setObjectName(QStringLiteral("recordNote"));
    column->addWidget(pages, 1);
    column->addWidget(note);
    view.setBody(body);
    refresh.setSingleShot(true);
    refresh.setInterval(kRefresh);
    // What takes longer than that is waited for, or it would never be told.
    connect(&refresh, &QTimer::timeout, &view, [this] {
        if (recordTicket.isOut() || historyTicket.isOut())
            refresh.start();
        else
            ask();
    });
    connect(&bridge, &Bridge::snapshotChanged, &view, [this] {
        showNote();
        const Snapshot& latest = bridge.snapshot();
        const bool isNews = latest.head != asked || latest.projected != askedWhile;
        if (isShown && entity && !at && !refresh.isActive() && isNews)
            refresh.start();
    });
    connect(&times, &Times::changed, &view, [this] { ask(); });
    connect(moment, &MomentBar::chosen, &view, [this](std::optional<core::Seq> seq) { goTo(seq); });
    connect(finder, &RecordFinder::found, &view, [this](core::EntityId id) { show(id, {}); });
    connect(followButton, &QPushButton::clicked, &view, [this] { follow(); });
    connect(another, &QPushButton::clicked, &view, [this] {
        pages->setCurrentWidget(finder);
        finder->firstFocus()->setFocus();
    });
}

QWidget* RecordView::Impl::buildTable() {
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    table = new QTableView;
    table->setObjectName(QStringLiteral("recordFields"));
    table->setAccessibleName(tr("Fields on both sides"));
    table->setModel(&model);
    CellDelegate::dress(*table, theme);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    new ColumnWidths(theme, *table, recordColumns());
    band = new OwnerBand(theme, *table->horizontalHeader(), nullptr);
    layout->addWidget(band);
    layout->addWidget(table, 1);
    loading = new LoadingRows(theme, *table, kRowHeight);
    connect(loading, &LoadingRows::lasted, &view, [this] { showLoading(); });
    connect(table->selectionModel(), &QItemSelectionModel::currentRowChanged, &view, [this] { askStory(); });
    connect(table, &QTableView::activated, &view, [this](const QModelIndex& index) {
        const core::Cell ledger = model.ledger(index.row());
        if (ledger.conflict)
            navigator.showConflict(ledger.conflict->id);
        else if (const MappedField* field = model.field(index.row()); field != nullptr && model.record() != nullptr)
            navigator.showRule(QString::fromStdString(model.record()->entity.object),
                               QString::fromStdString(field->name));
    });
    return box;
}

QWidget* RecordView::Impl::buildLower() {
    auto* panes = new QSplitter(Qt::Horizontal);
    panes->setChildrenCollapsible(false);
    auto* left = new QWidget;
    auto* layout = new QVBoxLayout(left);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    tabs = new Tabs(theme);
    tabs->setObjectName(QStringLiteral("recordTabs"));
    tabs->setAccessibleName(tr("Why this value, why not, history"));
    tabs->addTab(tr("Why this value"));
    tabs->addTab(tr("Why not"));
    tabs->addTab(tr("History"));
    auto* head = new QHBoxLayout;
    head->addWidget(tabs, 1);
    copy = new Button(theme, {});
    copy->setIconName(Icon::Copy);
    copy->setFlat(true);
    copy->setObjectName(QStringLiteral("recordCopyWhy"));
    head->addWidget(copy);
    reasons = new FieldReasons(theme, times, bridge, panes);
    entries = new HistoryPane(theme);
    lower = new QStackedWidget;
    lower->addWidget(&reasons->why());
    lower->addWidget(&reasons->whyNot());
    lower->addWidget(entries);
    layout->addLayout(head);
    layout->addWidget(lower, 1);
    panes->addWidget(left);
    panes->addWidget(&reasons->timesCompared());
    nameCopy();
    connectLower();
    return panes;
}

void RecordView::Impl::connectLower() {
    connect(tabs, &QTabBar::currentChanged, &view, [this](int tab) {
        lower->setCurrentIndex(tab);
        nameCopy();
    });
    connect(copy, &QPushButton::clicked, &view, [this] { copyShown(); });
    const auto toEntry = [this](core::Seq seq) { navigator.showStream({std::nullopt, seq}); };
    connect(reasons, &FieldReasons::entryWanted, &view, toEntry);
    connect(reasons, &FieldReasons::failedAgain, &view, [this](const base::Error& error) { failed(error); });
    connect(reasons, &FieldReasons::renewed, &view, [this] { renewed(); });
    connect(entries, &HistoryPane::entryWanted, &view, toEntry);
    connect(entries, &HistoryPane::retryWanted, &view, [this] { ask(); });
    const auto verify = [this] { navigator.verifyJournal(); };
    connect(reasons, &FieldReasons::verifyWanted, &view, verify);
    connect(entries, &HistoryPane::verifyWanted, &view, verify);
    connect(entries, &HistoryPane::changed, &view, [this] {
        tabs->setTabText(kHistory, entries->title());
        moment->setHistory(entries->entries(), times.format());
    });
}

void RecordView::Impl::nameCopy() {
    const QString names[] = {tr("Copy the reasons"), tr("Copy the reasons why not"), tr("Copy the history")};
    copy->setAccessibleName(names[tabs->currentIndex()]);
    copy->setToolTip(names[tabs->currentIndex()]);
}

/// What the tab shows; of the history the rows that are selected, else all.
void RecordView::Impl::copyShown() {
    QString text = tabs->currentIndex() == kWhyNot ? reasons->whyNot().text() : reasons->why().text();
    if (tabs->currentIndex() == kHistory)
        text = entries->text();
    QGuiApplication::clipboard()->setText(text);
}

void RecordView::Impl::show(core::EntityId id, const QString& field) {
    entity = id;
    at.reset();
    wantedField = field;
    isArriving = true;
    ask();
}

void RecordView::Impl::ask() {
    if (!entity)
        return;
    asked = bridge.snapshot().head;
    if (model.record() == nullptr || model.record()->entity.id != *entity)
        loading->start();
    askedWhile = bridge.snapshot().projected;
    recordTicket =
        bridge.query(RecordAt{*entity, at}, [this](const base::Result<RecordState>& answer) { answered(answer); });
    entries->read(*entity, times.format());
    historyTicket = bridge.query(RecordHistory{*entity, core::Seq(), 200},
                                 [this](const base::Result<std::vector<EntryRow>>& answer) { history(answer); });
}

/// What another record holds is not to be taken for this one's.
void RecordView::Impl::showLoading() {
    forget();
    askStory();
    pages->setCurrentWidget(splitter);
}

/// Nothing is shown of a record, and nothing leads on from it.
void RecordView::Impl::forget() {
    model.clear();
    band->clear();
    failure.reset();
    isRecordStale = false;
    view.setTitle(tr("Record"));
    view.setFact({});
    followButton->hide();
}

void RecordView::Impl::showNote() {
    const auto& [salesforce, hubspot] = bridge.snapshot().side;
    const core::PerSide<core::ConnectorPhase> phase{salesforce.phase, hubspot.phase};
    model.setOld(isAnyDisconnected(phase));
    note->setText(connectionNote(phase, {salesforce.lastAnswered, hubspot.lastAnswered}, times.format()));
}

void RecordView::Impl::answered(const base::Result<RecordState>& answer) {
    loading->stop();
    const bool wasArriving = std::exchange(isArriving, false);
    const bool isHeld = model.record() != nullptr && model.record()->entity.id == *entity;
    // Whoever looks for another one by now is left to it.
    const bool isLeft = !wasArriving && pages->currentWidget() == finder;
    const bool arrives = wasArriving || (!isLeft && !isHeld);
    if (!answer && isHeld) {
        isRecordStale = true;
        if (wasArriving)
            pages->setCurrentWidget(splitter);
        return failed(answer.error());
    }
    if (!answer) {
        if (arrives)
            showFailure(answer.error());
        return;
    }
    failure.reset();
    readAt = times.now();
    isRecordStale = false;
    renewed();
    const Snapshot& snapshot = bridge.snapshot();
    model.setRecord(*answer, times.format(), {snapshot.side.salesforce.mode, snapshot.side.hubspot.mode});
    band->setRecord(*answer);
    showHead(*answer);
    if (arrives) {
        pages->setCurrentWidget(splitter);
        table->setFocus();
    }
    if (!wantedField.isEmpty() && model.rowOf(wantedField) >= 0)
        table->setCurrentIndex(model.index(model.rowOf(std::exchange(wantedField, {})), kField));
    askStory();
}

void RecordView::Impl::showHead(const RecordState& record) {
    const core::Entity& one = record.entity;
    view.setTitle(QString::fromStdString(record.title));
    QString fact = ui::objectName(one.object);
    if (!one.isLinked())
        fact += one.record.salesforce ? tr(", not in HubSpot") : tr(", not in Salesforce");
    view.setFact(fact);
    followButton->show();
    another->show();
    moment->setRecord(record, at, bridge.snapshot().head);
}

/// In the place of a record of which nothing can be shown. The same again leaves it as it is: somebody may be at its
/// buttons.
void RecordView::Impl::showFailure(const base::Error& error) {
    if (pages->currentWidget() == state && failure == error)
        return;
    forget();
    failure = error;
    isHistoryStale = false;
    reasons->clear();
    const auto look = [this] {
        pages->setCurrentWidget(finder);
        finder->firstFocus()->setFocus();
    };
    StatePage::Content content;
    content.icon = Icon::Fail;
    content.isFailure = true;
    content.statement = tr("This record cannot be shown");
    content.sentence = tr("Nothing is lost by that: only this view of it is missing.");
    content.words = QString::fromStdString(error.words());
    content.advice = QString::fromStdString(error.hint);
    content.actions = {{tr("Try again"), [this] { ask(); }, true, {}, QStringLiteral("recordRetry")},
                       {tr("Another record"), look, false, {}, QStringLiteral("recordOther")}};
    addFailureActions(content, failurePlace(), [this] { navigator.verifyJournal(); });
    state->show(std::move(content));
    pages->setCurrentWidget(state);
}

FailurePlace RecordView::Impl::failurePlace() const {
    return {QString::fromStdString(bridge.workspaceName()), times.format().whole(times.now())};
}

/// What is shown stays.
void RecordView::Impl::failed(const base::Error& error) {
    view.setStale(readAt, times.format(), error, [this] { ask(); });
}

/// What could be read is shown all the same.
void RecordView::Impl::history(const base::Result<std::vector<EntryRow>>& answer) {
    isHistoryStale = !answer && entries->isKnown() && pages->currentWidget() == splitter;
    if (isHistoryStale)
        return failed(answer.error());
    if (answer)
        entries->setEntries(*answer, times.format());
    else if (!entries->isKnown())
        entries->showFailure(answer.error(), failurePlace());
    renewed();
}

void RecordView::Impl::renewed() {
    if (!isRecordStale && !isHistoryStale && !reasons->isStale())
        view.setFresh();
}

void RecordView::Impl::askStory() {
    const int row = table->currentIndex().row();
    const MappedField* const field = model.field(row);
    if (field == nullptr || !entity)
        return reasons->clear();
    reasons->ask({{*entity, field->name, at}, *field, model.ledger(row)});
}

void RecordView::Impl::goTo(std::optional<core::Seq> seq) {
    at = seq;
    ask();
}

void RecordView::Impl::follow() {
    if (model.record() == nullptr)
        return;
    const core::Entity& one = model.record()->entity;
    navigator.showStream({QStringLiteral("entity == %1").arg(one.id.value()), std::nullopt});
}

RecordView::RecordView(const Theme& theme, const Times& times, Bridge& bridge, Navigator& navigator)
    : View(theme, tr("Record")), m_impl(std::make_unique<Impl>(*this, theme, times, bridge, navigator)) {
    setObjectName(QStringLiteral("recordView"));
    m_impl->build();
}

RecordView::~RecordView() = default;

void RecordView::showRecord(core::EntityId entity, const QString& field) {
    m_impl->show(entity, field);
}

void RecordView::setShown(bool shown) {
    m_impl->isShown = shown;
    if (shown)
        m_impl->ask();
    else
        m_impl->refresh.stop();
}

QWidget* RecordView::inspector() {
    return m_impl->inspector;
}

QWidget* RecordView::firstFocus() {
    if (m_impl->pages->currentWidget() == m_impl->state)
        return firstFocusOf(*m_impl->state);
    const bool looksFor = !m_impl->isArriving && m_impl->pages->currentWidget() == m_impl->finder;
    return looksFor ? m_impl->finder->firstFocus() : static_cast<QWidget*>(m_impl->table);
}

void RecordView::focusFilter() {
    m_impl->pages->setCurrentWidget(m_impl->finder);
    m_impl->finder->firstFocus()->setFocus();
}

QByteArray RecordView::saveLayout() const {
    return m_impl->splitter->saveState();
}

void RecordView::restoreLayout(const QByteArray& layout) {
    m_impl->splitter->restoreState(layout);
}

}  // namespace syncline::ui
