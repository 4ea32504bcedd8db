#include "ui/ownership/ownership_view.h"

#include "ui/ownership/apply_box.h"
#include "ui/ownership/backtest_panel.h"
#include "ui/ownership/field_pages.h"
#include "ui/ownership/preview_dialog.h"
#include "ui/ownership/rule_editor.h"
#include "ui/ownership/rule_model.h"
#include "ui/ownership/rule_news.h"
#include "ui/ownership/rule_states.h"
#include "ui/ownership/staged_bar.h"
#include "ui/ownership/staged_rules.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/follow.h"
#include "ui/widgets/format.h"
#include "ui/widgets/loading_rows.h"
#include "ui/widgets/note_line.h"
#include "ui/widgets/state_page.h"
#include "ui/widgets/tabs.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QPointer>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>
#include <chrono>
#include <utility>

namespace syncline::ui {
namespace {

constexpr int kDockWidth = 376;
constexpr int kLeastDockWidth = 300;
constexpr int kFilterWidth = 168;
constexpr int kLeastFilterWidth = 112;
constexpr std::chrono::seconds kRefresh{5};  ///< at most so often while entries come: many are counted each time

}  // namespace

struct OwnershipView::Impl {
    Impl(OwnershipView& owner, const Theme& usedTheme, const Times& usedTimes, Bridge& usedBridge,
         Navigator& usedNavigator)
        : view(owner), theme(usedTheme), times(usedTimes), bridge(usedBridge), navigator(usedNavigator) {}

    void build();
    void ask();
    void show(bool shown);
    void chooseField(const QString& object, const QString& field);

private:
    QWidget* buildTable();
    QWidget* buildDock();
    void connectKeys();
    void answered(const base::Result<Rules>& answer);
    void showNote();
    void showObject(int tab);
    void setFilter(const QString& text);
    void choose(const QString& field);
    void showField();
    void edited(const core::FieldRule& rule);
    void stagedChanged();
    void tellNews();
    void settleNews();
    void discard();
    void preview();
    void apply();
    void refresh();
    void leaveBar();
    void submit();
    void applied(std::size_t count, const base::Result<core::Seq>& reply);
    [[nodiscard]] const RuledObject* object() const;

public:
    OwnershipView& view;
    const Theme& theme;
    const Times& times;
    Bridge& bridge;
    Navigator& navigator;
    std::optional<Rules> rules;
    StagedRules staged;
    std::optional<core::RuleSet> stagedOn;  ///< the rules that the staged ones were made on
    RuleNews news;
    base::WallTime readAt;
    core::Seq asked;         ///< the head at the last question
    base::WallTime askedAt;  ///< or when it was answered
    QTimer again;            ///< while it is shown
    std::optional<std::pair<QString, QString>> wanted;
    bool isBusy = false;
    bool isReplied = false;     ///< to a command, and what is shown is of before that
    QString whyReadOnly;        ///< empty when rules can be applied
    bool isDockUnsized = true;  ///< it has not been open yet, nor in an earlier layout
    Ticket ticket;

    QStackedWidget* pages = nullptr;
    StatePage* state = nullptr;
    QWidget* body = nullptr;
    Tabs* tabs = nullptr;
    QLineEdit* filter = nullptr;
    RuleModel model;
    FieldPages* fields = nullptr;
    QTableView* table = nullptr;
    LoadingRows* loading = nullptr;
    NoteLine* note = nullptr;
    QSplitter* splitter = nullptr;
    QWidget* dock = nullptr;
    Text* dockTitle = nullptr;
    Chip* dockStaged = nullptr;
    RuleEditor* editor = nullptr;
    BacktestPanel* backtest = nullptr;
    StagedBar* bar = nullptr;
};

void OwnershipView::Impl::build() {
    pages = new QStackedWidget;
    state = new StatePage(theme);
    body = new QWidget;
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    splitter = new QSplitter(Qt::Horizontal);
    splitter->setObjectName(QStringLiteral("ownershipSplitter"));
    splitter->addWidget(buildTable());
    splitter->addWidget(buildDock());
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 0);
    splitter->setChildrenCollapsible(false);
    bar = new StagedBar(theme, nullptr);
    note = new NoteLine(theme);
    note->setObjectName(QStringLiteral("ownershipNote"));
    layout->addWidget(splitter, 1);
    layout->addWidget(bar);
    layout->addWidget(note);
    pages->addWidget(body);
    pages->addWidget(state);
    view.setBody(pages);
    connect(bar, &StagedBar::discarded, &view, [this] { discard(); });
    connect(bar, &StagedBar::previewWanted, &view, [this] { preview(); });
    connect(bar, &StagedBar::applied, &view, [this] { apply(); });
    connectKeys();
}

QWidget* OwnershipView::Impl::buildTable() {
    auto* left = new QWidget;
    auto* layout = new QVBoxLayout(left);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(theme.scaled(12), 0, theme.scaled(12), 0);
    tabs = new Tabs(theme);
    tabs->setObjectName(QStringLiteral("ownershipObjects"));
    tabs->setAccessibleName(tr("Objects"));
    tabs->setDrawBase(false);
    filter = new QLineEdit;
    filter->setObjectName(QStringLiteral("ownershipFilter"));
    filter->setAccessibleName(tr("Filter fields"));
    filter->setPlaceholderText(tr("Filter fields"));
    filter->setClearButtonEnabled(true);
    follow(theme, *filter, [this] {
        filter->setMinimumWidth(theme.scaled(kLeastFilterWidth));
        filter->setMaximumWidth(theme.scaled(kFilterWidth));
    });
    head->addWidget(tabs, 1);
    head->addWidget(filter);
    fields = new FieldPages(theme, model);
    table = &fields->table();
    loading = &fields->loading();
    auto* legend = new Text(theme, Face::Secondary);
    legend->setTone(Tone::Muted);
    legend->setElided(true);
    legend->setContentsMargins(theme.scaled(8), theme.scaled(4), theme.scaled(8), theme.scaled(4));
    legend->setText(
        tr("Changes: made in Salesforce at the left, in HubSpot at the right. Photo: decided by a tie-break."));
    layout->addLayout(head);
    layout->addWidget(fields, 1);
    layout->addWidget(legend);
    connect(tabs, &QTabBar::currentChanged, &view, [this](int tab) { showObject(tab); });
    connect(filter, &QLineEdit::textChanged, &view, [this](const QString& text) { setFilter(text); });
    connect(fields, &FieldPages::allWanted, &view, [this] {
        filter->clear();
        filter->setFocus();
    });
    connect(loading, &LoadingRows::lasted, &view, [this] { pages->setCurrentWidget(body); });
    connect(table->selectionModel(), &QItemSelectionModel::currentRowChanged, &view, [this] { showField(); });
    return left;
}

QWidget* OwnershipView::Impl::buildDock() {
    dock = new QWidget;
    dock->setObjectName(QStringLiteral("ownershipDock"));
    follow(theme, *dock, [this] {
        dock->setMinimumWidth(theme.scaled(kLeastDockWidth));
        dock->setMaximumWidth(theme.scaled(kDockWidth) * 2);
    });
    auto* layout = new QVBoxLayout(dock);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(theme.scaled(12), theme.scaled(6), theme.scaled(12), theme.scaled(6));
    head->setSpacing(theme.scaled(8));
    dockTitle = new Text(theme, Face::BodyStrong);
    dockTitle->setObjectName(QStringLiteral("ruleTitle"));
    dockTitle->setShrinks(true);
    dockStaged = new Chip(theme, Chip::Kind::Staged);
    dockStaged->setText(tr("staged"));
    head->addWidget(dockTitle);
    head->addWidget(dockStaged);
    head->addStretch(1);
    editor = new RuleEditor(theme, nullptr);
    backtest = new BacktestPanel(theme, times, bridge, navigator, nullptr);
    layout->addLayout(head);
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(editor);
    column->addWidget(backtest, 1);
    area->setWidget(content);
    layout->addWidget(area, 1);
    dock->hide();
    connect(editor, &RuleEditor::edited, &view, [this](const core::FieldRule& rule) { edited(rule); });
    return dock;
}

void OwnershipView::Impl::connectKeys() {
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter})
        view.addKey(QKeySequence(static_cast<int>(Qt::CTRL) | key), [this] { apply(); });
    connect(&bridge, &Bridge::snapshotChanged, &view, [this] {
        showNote();
        refresh();
    });
    // What came last is counted, too, when nothing more comes.
    again.setInterval(kRefresh);
    connect(&again, &QTimer::timeout, &view, [this] { refresh(); });
}

/// Rules may be changed from elsewhere, and what they do is counted.
void OwnershipView::Impl::refresh() {
    const base::WallTime now = times.now();
    const bool isDue = now < askedAt || now - askedAt >= kRefresh;
    if (again.isActive() && object() != nullptr && isDue && !ticket.isOut() && bridge.snapshot().head != asked)
        ask();
}

void OwnershipView::Impl::show(bool shown) {
    if (shown) {
        again.start();
        return ask();
    }
    again.stop();
    ticket.cancel();
}

const RuledObject* OwnershipView::Impl::object() const {
    const int tab = tabs->currentIndex();
    return rules && tab >= 0 && tab < static_cast<int>(rules->objects.size())
               ? &rules->objects[static_cast<std::size_t>(tab)]
               : nullptr;
}

void OwnershipView::Impl::ask() {
    asked = bridge.snapshot().head;
    askedAt = times.now();
    if (!rules)
        loading->start();
    ticket = bridge.query(RuleTable{}, [this](const base::Result<Rules>& answer) { answered(answer); });
}

void OwnershipView::Impl::showNote() {
    const auto& [salesforce, hubspot] = bridge.snapshot().side;
    const core::PerSide<core::ConnectorPhase> phase{salesforce.phase, hubspot.phase};
    model.setOld(isAnyDisconnected(phase));
    note->setText(connectionNote(phase, {salesforce.lastAnswered, hubspot.lastAnswered}, times.format()));
}

void OwnershipView::Impl::answered(const base::Result<Rules>& answer) {
    loading->stop();
    askedAt = times.now();
    if (!answer && rules)
        return view.setStale(readAt, times.format(), answer.error(), [this] { ask(); });
    view.setFresh();
    if (!answer) {
        const FailurePlace place{QString::fromStdString(bridge.workspaceName()), times.format().whole(times.now())};
        state->show(rulesUnread(answer.error(), place, {[this] { ask(); }, [this] { navigator.verifyJournal(); }}));
        pages->setCurrentWidget(state);
        return;
    }
    const bool isFirst = !rules.has_value();
    // Where nothing but counts is new, whoever edits a rule is not disturbed.
    const bool isNews = isFirst || std::exchange(isReplied, false) || rules->rules != answer->rules;
    rules = *answer;
    readAt = times.now();
    if (isNews || news.isEmpty())
        tellNews();
    view.setFact(
        rules->who.empty()
            ? tr("rules version %1, %2").arg(sequence(rules->rules.version), times.format().moment(rules->since))
            : tr("rules version %1, %2, %3")
                  .arg(sequence(rules->rules.version), QString::fromStdString(rules->who),
                       times.format().moment(rules->since)));
    if (isFirst) {
        for (const RuledObject& one : rules->objects)
            tabs->addTab(QStringLiteral("%1  %2").arg(ui::objectName(one.name)).arg(one.fields.size()));
    }
    tabs->setVisible(!rules->objects.empty());
    pages->setCurrentWidget(body);
    if (rules->objects.empty()) {
        state->show(noFieldMapped());
        pages->setCurrentWidget(state);
    }
    if (isNews)
        showObject(tabs->currentIndex());
    else
        model.setObject(object() == nullptr ? std::nullopt : std::optional(*object()));
    stagedChanged();
    if (wanted) {
        const auto [ofObject, field] = *std::exchange(wanted, std::nullopt);
        chooseField(ofObject, field);
    }
}

/// The field that was chosen stays chosen.
void OwnershipView::Impl::showObject(int tab) {
    Q_UNUSED(tab)
    const RuledObject* shown = object();
    const MappedField* field = model.field(table->currentIndex().row());
    const bool isSame = shown != nullptr && model.object() != nullptr && model.object()->name == shown->name;
    const QString chosen = field != nullptr && isSame ? QString::fromStdString(field->name) : QString();
    model.setObject(shown == nullptr ? std::nullopt : std::optional(*shown));
    choose(chosen);
}

/// What is shown of a field that stays chosen is not told anew, neither to a dock that was closed nor to the journal.
void OwnershipView::Impl::setFilter(const QString& text) {
    if (!fields->setFilter(text))
        showField();
}

void OwnershipView::Impl::choose(const QString& field) {
    if (const int row = model.rowOf(field); row >= 0)
        table->setCurrentIndex(model.index(row, 0));
    showField();
}

void OwnershipView::Impl::showField() {
    const MappedField* field = model.field(table->currentIndex().row());
    dock->setVisible(field != nullptr);
    if (field != nullptr && std::exchange(isDockUnsized, false))
        splitter->setSizes({splitter->width() - theme.scaled(kDockWidth), theme.scaled(kDockWidth)});
    if (field == nullptr)
        return;
    const core::FieldRule* changed = staged.find(model.object()->name, field->name);
    dockTitle->setText(tr("Rule for %1").arg(QString::fromStdString(field->name)));
    dockStaged->setVisible(changed != nullptr);
    editor->setRule(*field, changed != nullptr ? *changed : field->rule);
    if (changed != nullptr)
        backtest->ask(model.object()->name, *field, *changed);
    else
        backtest->stop();
}

void OwnershipView::Impl::chooseField(const QString& ofObject, const QString& field) {
    if (!rules) {
        wanted = {ofObject, field};
        return;
    }
    const auto found = std::find_if(rules->objects.begin(), rules->objects.end(),
                                    [&](const RuledObject& one) { return one.name == ofObject.toStdString(); });
    if (found == rules->objects.end())
        return;
    filter->clear();
    tabs->setCurrentIndex(static_cast<int>(found - rules->objects.begin()));
    if (const int row = model.rowOf(field); row >= 0)
        table->setCurrentIndex(model.index(row, 0));
    table->setFocus();
}

void OwnershipView::Impl::edited(const core::FieldRule& rule) {
    const MappedField* field = model.field(table->currentIndex().row());
    if (field == nullptr)
        return;
    if (staged.isEmpty())
        stagedOn = rules->rules;
    staged.stage(model.object()->name, field->name, field->rule, rule);
    if (staged.isEmpty())
        settleNews();
    else
        tellNews();
    const bool isStaged = staged.find(model.object()->name, field->name) != nullptr;
    dockStaged->setVisible(isStaged);
    if (isStaged)
        backtest->ask(model.object()->name, *field, rule);
    else
        backtest->stop();
    bar->setMistake({});
    stagedChanged();
}

void OwnershipView::Impl::stagedChanged() {
    model.setStaged(staged);
    bar->setStaged(staged);
    emit view.rulesStaged(staged.count());
}

/// Rules that others have changed since the first one was staged: what they changed, and where it is staged here, too,
/// the choice.
void OwnershipView::Impl::tellNews() {
    if (!stagedOn || isBusy)
        return;  // What our own command makes of the rules is no news.
    news = newsOf(*stagedOn, *rules, staged);
    staged.dropSettled(rules->rules);
    bar->setHeld(news.asks());
    if (news.isEmpty())
        return view.removeBar(QStringLiteral("news"));
    const auto decide = [this](void (StagedRules::*how)(const core::RuleSet&)) {
        return [this, how] {
            (staged.*how)(rules->rules);
            settleNews();
            stagedChanged();
            showField();
        };
    };
    view.setBar(newsBar(news, decide(&StagedRules::rebase), decide(&StagedRules::takeTheirs)));
}

/// They are known, and what is staged is on top of them.
void OwnershipView::Impl::settleNews() {
    stagedOn = staged.isEmpty() ? std::nullopt : std::optional(rules->rules);
    news = {};
    bar->setHeld(false);
    bar->setMistake({});
    view.removeBar(QStringLiteral("news"));
}

/// The bar goes, or cannot be pressed: keys go on with the rules, not with what comes next in the window.
void OwnershipView::Impl::leaveBar() {
    const QWidget* const focus = view.window()->focusWidget();
    if (focus != nullptr && bar->isAncestorOf(focus))
        table->setFocus();
}

void OwnershipView::Impl::discard() {
    leaveBar();
    staged.clear();
    settleNews();
    stagedChanged();
    showField();
}

void OwnershipView::Impl::preview() {
    auto* dialog = new PreviewDialog({theme, times.format(), bridge, navigator, whyReadOnly}, staged, &view);
    connect(dialog, &PreviewDialog::applied, &view, [this] { apply(); });
    dialog->open();
}

/// A production workspace asks once more, with the numbers.
void OwnershipView::Impl::apply() {
    if (isBusy || staged.isEmpty())
        return;
    if (!whyReadOnly.isEmpty())
        return bar->setMistake(whyReadOnly);
    if (bridge.isSandbox() || news.asks())
        return submit();
    askBeforeApplying(view, bridge, staged, [this] { submit(); });
}

void OwnershipView::Impl::submit() {
    if (isBusy || staged.isEmpty())
        return;
    if (news.asks())
        return bar->setMistake(tr("Others have changed these rules: keep yours or take theirs first"));
    leaveBar();
    isBusy = true;
    bar->setBusy(true);
    bar->setMistake({});
    bridge.submit(staged.command(rules->rules.version, bridge.who()),
                  [this, self = QPointer(&view), count = staged.count()](const base::Result<core::Seq>& reply) {
                      if (self)
                          applied(count, reply);
                  });
}

void OwnershipView::Impl::applied(std::size_t count, const base::Result<core::Seq>& reply) {
    isBusy = false;
    isReplied = true;
    bar->setBusy(false);
    if (!reply) {
        bar->setMistake(QString::fromStdString(reply.error().message()));
        return ask();
    }
    staged.clear();
    settleNews();
    stagedChanged();
    navigator.toast(tr("%n rule(s) applied", nullptr, static_cast<int>(count)), tr("Show"), [this, seq = *reply] {
        navigator.showStream({std::nullopt, seq});
    });
    ask();
}

OwnershipView::OwnershipView(const Theme& theme, const Times& times, Bridge& bridge, Navigator& navigator)
    : View(theme, tr("Ownership")), m_impl(std::make_unique<Impl>(*this, theme, times, bridge, navigator)) {
    setObjectName(QStringLiteral("ownershipView"));
    m_impl->build();
}

OwnershipView::~OwnershipView() = default;

void OwnershipView::showRule(const QString& object, const QString& field) {
    m_impl->chooseField(object, field);
}

void OwnershipView::setShown(bool shown) {
    m_impl->show(shown);
}

void OwnershipView::setReadOnly(bool readOnly, bool isHeld) {
    m_impl->whyReadOnly = readOnly ? readOnlyWords(isHeld) : QString();
    m_impl->bar->setReadOnly(m_impl->whyReadOnly);
}

QWidget* OwnershipView::inspector() {
    return m_impl->dock;
}

QWidget* OwnershipView::firstFocus() {
    if (m_impl->pages->currentWidget() == m_impl->state)
        return firstFocusOf(*m_impl->state);
    StatePage* const page = m_impl->fields->page();
    return page != nullptr ? firstFocusOf(*page) : m_impl->table;
}

void OwnershipView::focusFilter() {
    m_impl->filter->setFocus();
    m_impl->filter->selectAll();
}

QByteArray OwnershipView::saveLayout() const {
    return m_impl->splitter->saveState();
}

void OwnershipView::restoreLayout(const QByteArray& layout) {
    m_impl->isDockUnsized = !m_impl->splitter->restoreState(layout);
}

}  // namespace syncline::ui
