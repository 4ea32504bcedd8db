#include "ui/record/record_view.h"

#include "ui/record/history_model.h"
#include "ui/record/moment_bar.h"
#include "ui/record/owner_band.h"
#include "ui/record/record_finder.h"
#include "ui/record/record_model.h"
#include "ui/record/why_lines.h"
#include "ui/record/why_panel.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/column_widths.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/loading_rows.h"
#include "ui/widgets/note_line.h"
#include "ui/widgets/state_page.h"
#include "ui/widgets/tabs.h"
#include "ui/widgets/time_comparison.h"

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
    void askStory();
    void answered(const base::Result<RecordState>& answer);
    void history(const base::Result<std::vector<EntryRow>>& answer);
    void told(const base::Result<std::vector<FieldEvent>>& answer);
    void showHead(const RecordState& record);
    void showLoading();
    void showNote();
    void showStory();
    void goTo(std::optional<core::Seq> seq);
    void follow();
    void nameCopy();
    void copyShown();
    void failed(const base::Error& error);
    [[nodiscard]] QString chosenField() const;

public:
    RecordView& view;
    const Theme& theme;
    const Times& times;
    Bridge& bridge;
    Navigator& navigator;
    std::optional<core::EntityId> entity;
    std::optional<core::Seq> at;
    QString wantedField;
    std::vector<FieldEvent> story;
    base::WallTime readAt;
    bool isRecordStale = false;   ///< it could not be read again
    bool isHistoryStale = false;  ///< its entries could not
    core::Seq asked;              ///< the head at the last question
    core::Seq askedWhile;         ///< how far the projections were then: the answer is made of these
    bool isShown = false;
    bool isArriving = false;  ///< the record that was asked for last has not been answered once
    Ticket recordTicket;
    Ticket historyTicket;
    Ticket storyTicket;
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
    WhyPanel* why = nullptr;
    WhyPanel* whyNot_ = nullptr;
    HistoryModel historyModel;
    QTableView* historyTable = nullptr;
    QWidget* comparedBox = nullptr;
    Text* comparedFact = nullptr;
    TimeComparison* compared = nullptr;
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
        if (recordTicket.isOut())
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
    why = new WhyPanel(theme, nullptr);
    why->setObjectName(QStringLiteral("recordWhy"));
    whyNot_ = new WhyPanel(theme, nullptr);
    whyNot_->setObjectName(QStringLiteral("recordWhyNot"));
    historyTable = new QTableView;
    historyTable->setObjectName(QStringLiteral("recordHistory"));
    historyTable->setAccessibleName(tr("Entries of the record"));
    historyTable->setModel(&historyModel);
    CellDelegate::dress(*historyTable, theme);
    historyTable->setSelectionBehavior(QAbstractItemView::SelectRows);
    new ColumnWidths(theme, *historyTable, historyColumns());
    lower = new QStackedWidget;
    lower->addWidget(why);
    lower->addWidget(whyNot_);
    lower->addWidget(historyTable);
    layout->addLayout(head);
    layout->addWidget(lower, 1);
    comparedBox = new QWidget;
    auto* comparedLayout = new QVBoxLayout(comparedBox);
    comparedLayout->setContentsMargins(theme.scaled(12), theme.scaled(8), theme.scaled(12), theme.scaled(8));
    auto* title = new QHBoxLayout;
    auto* name = new Text(theme, Face::BodyStrong);
    name->setText(tr("Times compared"));
    comparedFact = new Text(theme, Face::Secondary);
    comparedFact->setTone(Tone::Muted);
    comparedFact->setElided(true);
    title->addWidget(name);
    title->addWidget(comparedFact, 1);
    compared = new TimeComparison(theme);
    compared->setObjectName(QStringLiteral("recordTimes"));
    comparedLayout->addLayout(title);
    comparedLayout->addWidget(compared, 1);
    panes->addWidget(left);
    panes->addWidget(comparedBox);
    nameCopy();
    connect(tabs, &QTabBar::currentChanged, &view, [this](int tab) {
        lower->setCurrentIndex(tab);
        nameCopy();
    });
    connect(copy, &QPushButton::clicked, &view, [this] { copyShown(); });
    const auto toEntry = [this](core::Seq seq) { navigator.showStream({std::nullopt, seq}); };
    connect(why, &WhyPanel::entryWanted, &view, toEntry);
    connect(whyNot_, &WhyPanel::entryWanted, &view, toEntry);
    connect(historyTable, &QTableView::activated, &view, [this, toEntry](const QModelIndex& index) {
        toEntry(historyModel.entries()[static_cast<std::size_t>(index.row())].entry.seq);
    });
    return panes;
}

void RecordView::Impl::nameCopy() {
    const QString names[] = {tr("Copy the reasons"), tr("Copy the reasons why not"), tr("Copy the history")};
    copy->setAccessibleName(names[tabs->currentIndex()]);
    copy->setToolTip(names[tabs->currentIndex()]);
}

/// What the tab shows; of the history the rows that are selected, else all.
void RecordView::Impl::copyShown() {
    QString text = tabs->currentIndex() == kWhyNot ? whyNot_->text() : why->text();
    if (tabs->currentIndex() == kHistory)
        text = textOf(historyModel, historyTable->selectionModel()->selectedRows());
    QGuiApplication::clipboard()->setText(text);
}

void RecordView::Impl::show(core::EntityId id, const QString& field) {
    entity = id;
    at.reset();
    wantedField = field;
    isArriving = true;
    story.clear();
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
    historyTicket = bridge.query(RecordHistory{*entity, core::Seq(), 200},
                                 [this](const base::Result<std::vector<EntryRow>>& answer) { history(answer); });
}

/// What another record holds is not to be taken for this one's.
void RecordView::Impl::showLoading() {
    model.clear();
    band->clear();
    view.setTitle(tr("Record"));
    view.setFact({});
    askStory();
    pages->setCurrentWidget(splitter);
}

void RecordView::Impl::showNote() {
    const auto& [salesforce, hubspot] = bridge.snapshot().side;
    note->setText(connectionNote({salesforce.phase, hubspot.phase}, {salesforce.lastReceived, hubspot.lastReceived},
                                 times.format()));
}

void RecordView::Impl::answered(const base::Result<RecordState>& answer) {
    loading->stop();
    const bool arrives = std::exchange(isArriving, false) || pages->currentWidget() == state;
    if (!answer) {
        isRecordStale = !arrives;
        if (!arrives)
            return failed(answer.error());
        view.setFresh();
        state->show({Icon::Fail,
                     true,
                     tr("This record cannot be shown"),
                     tr("Nothing is lost: it is in the journal."),
                     QString::fromStdString(answer.error().message()),
                     QString::fromStdString(answer.error().hint),
                     {{tr("Try again"), [this] { ask(); }, true, {}, QStringLiteral("recordRetry")},
                      {tr("Another record"),
                       [this] { pages->setCurrentWidget(finder); },
                       false,
                       {},
                       QStringLiteral("recordOther")}}});
        pages->setCurrentWidget(state);
        return;
    }
    readAt = times.now();
    isRecordStale = false;
    if (!isHistoryStale)
        view.setFresh();
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

/// What is shown stays.
void RecordView::Impl::failed(const base::Error& error) {
    view.setStale(readAt, times.format(), error, [this] { ask(); });
}

void RecordView::Impl::history(const base::Result<std::vector<EntryRow>>& answer) {
    isHistoryStale = !answer && pages->currentWidget() == splitter;
    if (isHistoryStale)
        return failed(answer.error());
    if (!answer)
        return;
    if (!isRecordStale)
        view.setFresh();
    historyModel.setEntries(*answer, times.format());
    moment->setHistory(*answer, times.format());
    tabs->setTabText(kHistory, tr("History, %1")
                                   .arg(answer->size() < 200 ? counted(static_cast<std::int64_t>(answer->size()))
                                                             : tr("latest 200")));
}

QString RecordView::Impl::chosenField() const {
    const MappedField* field = model.field(table->currentIndex().row());
    return field == nullptr ? QString() : QString::fromStdString(field->name);
}

void RecordView::Impl::askStory() {
    const QString field = chosenField();
    if (field.isEmpty() || !entity) {
        story.clear();
        why->setLines({}, {}, tr("Choose a field: this says why its value is what it is, in order, with the numbers."));
        whyNot_->setLines({}, {}, tr("Choose a field: this lists the changes that did not cross, and why."));
        comparedBox->hide();
        return;
    }
    storyTicket = bridge.query(FieldStory{*entity, field.toStdString(), at},
                               [this](const base::Result<std::vector<FieldEvent>>& answer) { told(answer); });
}

void RecordView::Impl::told(const base::Result<std::vector<FieldEvent>>& answer) {
    if (!answer) {
        why->setLines({}, {}, QString::fromStdString(answer.error().message()));
        return;
    }
    story = *answer;
    showStory();
}

void RecordView::Impl::showStory() {
    const int row = table->currentIndex().row();
    const MappedField* field = model.field(row);
    if (field == nullptr)
        return;
    const Why reasons = whyThisValue(model.ledger(row), *field, story, times.format());
    why->setLines(reasons.headline, reasons.lines, tr("The journal has no entry of this field."));
    whyNot_->setLines({}, whyNot(model.ledger(row), story, times.format()),
                      tr("Every change of this field has crossed."));
    comparedBox->setVisible(reasons.times.has_value());
    if (!reasons.times)
        return;
    compared->setContent(*reasons.times);
    comparedFact->setText(reasons.decision ? tr("%1, decision %2").arg(chosenField(), sequence(*reasons.decision))
                                           : chosenField());
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
