#include "ui/stream/stream_control.h"

#include "ui/stream/entry_panel.h"
#include "ui/stream/filter_line.h"
#include "ui/stream/payload_panel.h"
#include "ui/stream/stream_table.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/windowed_table.h"

#include <QTableView>
#include <algorithm>
#include <chrono>
#include <utility>

namespace syncline::ui::stream {

namespace {

constexpr std::chrono::milliseconds kPatience{200};
constexpr std::chrono::seconds kRelativeTick{1};
constexpr std::chrono::seconds kDayTick{60};

core::FilterWords wordsOf(const Rules& rules) {
    core::FilterWords words;
    for (const RuledObject& object : rules.objects) {
        words.objects.push_back({object.name, object.object});
        for (const MappedField& field : object.fields)
            words.fields.push_back({field.name, field.field});
    }
    return words;
}

}  // namespace

StreamControl::StreamControl(const StreamWorld& world, const StreamWidgets& widgets, QObject* parent)
    : QObject(parent),
      m_world(world),
      m_widgets(widgets),
      m_rows(world.bridge),
      m_overview(world.bridge, m_rows, *widgets.table->table(), *widgets.table->strip()),
      m_chosen(world.bridge),
      m_problems(world.bridge),
      m_records(world.bridge),
      m_copy(world.bridge),
      m_unread(*widgets.table->bars(), {[this] { tryAgain(); }, [this] { m_world.navigator.verifyJournal(); },
                                        [this] { say(tr("Copied: a report of what cannot be read")); }}) {
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatience);
    connectAll();
    refreshLook();
    WindowedTable& table = *m_widgets.table->table();
    table.setSource(&m_rows.shown());
    table.setFollowing(true);
}

StreamControl::~StreamControl() {
    m_widgets.table->table()->setSource(nullptr);
}

void StreamControl::connectAll() {
    connect(m_widgets.filter, &FilterLine::applied, this, &StreamControl::applyFilter);
    connect(m_widgets.filter, &FilterLine::understood, this, [this] {
        showCount();
        showNote();
        showNew();
    });
    connect(m_widgets.filter, &FilterLine::left, this, [this] { m_widgets.table->takeFocus(); });
    connect(&m_rows, &StreamRows::shownChanged, this, &StreamControl::showTable);
    connect(&m_rows, &StreamRows::progressed, this, &StreamControl::onRows);
    connect(&m_rows, &StreamRows::readFailed, this, &StreamControl::fail);
    connect(&m_rows, &StreamRows::rulesChangedBy, this, &StreamControl::learnRules);
    connect(&m_world.bridge, &Bridge::snapshotChanged, this, &StreamControl::onSnapshot);
    connect(&m_world.times, &Times::changed, this, &StreamControl::refreshLook);
    connect(&m_tick, &QTimer::timeout, this, &StreamControl::refreshLook);

    WindowedTable* const table = m_widgets.table->table();
    connect(table, &WindowedTable::currentKeyChanged, this, &StreamControl::onChosen);
    connect(table, &WindowedTable::followingChanged, this, &StreamControl::showNew);
    connect(table, &WindowedTable::scrolled, this, &StreamControl::showNew);
    connect(table, &WindowedTable::scrolled, this, &StreamControl::fitTimes);
    connect(table, &WindowedTable::activated, this, [this](qint64 key) { open(core::Seq(key)); });
    connect(table, &WindowedTable::menuRequested, this,
            [this](qint64 key, int column, const QPoint& place) { popUpMenu(core::Seq(key), column, place); });
    connect(m_widgets.table, &StreamTable::newWanted, this, [this] { setFollowing(true); });
    connect(m_widgets.pause, &Button::clicked, this, [this] { setFollowing(false); });
    connect(m_widgets.follow, &Button::clicked, this, [this] { setFollowing(true); });

    connect(m_widgets.entry, &EntryPanel::fieldChosen, m_widgets.payload, &PayloadPanel::setField);
    connect(m_widgets.entry, &EntryPanel::entryWanted, this, &StreamControl::goTo);
    connect(m_widgets.payload, &PayloadPanel::copied, this, &StreamControl::say);
    connect(&m_chosen, &ChosenEntry::loaded, this, &StreamControl::onLoaded);
    connect(&m_chosen, &ChosenEntry::failed, this, [this](const base::Error& error) {
        m_patience.stop();
        const std::string& why = error.detail.empty() ? error.message() : error.detail;
        m_widgets.entry->clear(tr("Entry %1 cannot be read: %2")
                                   .arg(sequence(m_chosen.seq().value_or(core::Seq{})), QString::fromStdString(why)));
        m_widgets.payload->clear();
    });
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_widgets.entry->clear(tr("Reading %1").arg(sequence(m_chosen.seq().value_or(core::Seq{}))));
        m_widgets.payload->clear();
    });
    connect(&m_problems, &ProblemSearch::found, this, &StreamControl::goTo);
    connect(&m_problems, &ProblemSearch::foundNone, this,
            [this](bool upwards, bool isAll) { say(noProblemWords(upwards, isAll)); });
    connect(&m_problems, &ProblemSearch::failed, this,
            [this](const base::Error& error) { say(QString::fromStdString(error.message())); });
    connect(&m_records, &RecordCheck::doubted, this, [this](const core::FilterDoubt& doubt) {
        m_doubt = doubt;
        showDoubt();
    });
    connect(&m_copy, &EntryCopy::made, this, &StreamControl::finishCopy);
    connect(&m_copy, &EntryCopy::failed, this, &StreamControl::failCopy);
}

void StreamControl::setShown(bool shown) {
    m_isShown = shown;
    m_rows.setActive(shown);
    m_overview.setActive(shown);
    if (!shown) {
        m_tick.stop();
        return;
    }
    refreshLook();
    learnRules();
    onRows();
    showNew();
}

bool StreamControl::isFollowing() const {
    return m_widgets.table->table()->isFollowing();
}

void StreamControl::setFollowing(bool following) {
    m_widgets.table->table()->setFollowing(following);
    showNew();
}

void StreamControl::applyFilter() {
    m_failure.reset();
    m_awaited.reset();
    m_withoutTime.reset();
    m_askedTime.cancel();
    m_doubt.reset();
    const bool isEverything = m_widgets.filter->text().isEmpty();
    m_records.check(m_widgets.filter->text());
    m_rows.setFilter(isEverything ? nullptr : &m_widgets.filter->filter());
    onRows();
}

void StreamControl::showTable() {
    WindowedTable& table = *m_widgets.table->table();
    EntryTable& rows = m_rows.shown();
    m_lastSeenOfFilter = 0;
    const auto key = table.currentKey();
    table.setSource(&rows);
    if (!table.isFollowing() && key && rows.holds(core::Seq(*key)))
        table.setCurrentKey(key);
    else if (!table.isFollowing())
        table.scrollToRow(rows.rowCount());
    onRows();
}

void StreamControl::onRows() {
    if (m_awaited && !m_rows.isChanging() && tryChoose(*m_awaited))
        m_awaited.reset();
    showState();
    showCount();
    showNote();
    showDoubt();
    showNew();
    fitTimes();
}

void StreamControl::onSnapshot() {
    if (!m_isShown)
        return;
    if (m_rows.look().isOld != isAnySideGone(m_world.bridge.snapshot()))
        refreshLook();
    showState();
    showNote();
}

void StreamControl::show(const QString& name, StatePage::Content content) {
    // Shown anew a page would lose the focus of its buttons.
    const QString state = name + content.sentence;
    if (std::exchange(m_state, state) != state || m_widgets.table->showsRows())
        m_widgets.table->showState(std::move(content));
}

void StreamControl::showState() {
    EntryTable& rows = m_rows.shown();
    const MatchingSource* const matching = m_rows.matching();
    showUnread();
    if (isFailurePage()) {
        const auto again = [this] { tryAgain(); };
        const auto verify = [this] { m_world.navigator.verifyJournal(); };
        return show(QStringLiteral("failed"), cannotRead(*m_failure, {place(), again, verify}));
    }
    if (matching == nullptr && m_world.bridge.snapshot().head == core::Seq{})
        return show(QStringLiteral("empty"), noEntriesYet());
    if (matching != nullptr && matching->hasAnswer() && rows.rowCount() == 0)
        return showNothing();
    m_state.clear();
    m_widgets.table->showRows();
}

/// In a bar, also above what stands in the place of rows: where nothing matches, what could not be read may.
void StreamControl::showUnread() {
    const std::optional<Unreadable> unreadable = m_rows.shown().unreadable();
    // Of the whole journal only what was on the screen; a filter looks at every entry.
    const bool isAllLookedAt = m_rows.matching() != nullptr && m_rows.matching()->progress().isWhole;
    if (m_failure && !isFailurePage())
        m_unread.tell(someNotRead(*m_failure), place());
    else if (unreadable && !isFailurePage())
        m_unread.tell(someUnreadable(*unreadable, isAllLookedAt), place());
    else
        m_unread.clear();
}

bool StreamControl::isFailurePage() {
    EntryTable& rows = m_rows.shown();
    const qint64 top = m_widgets.table->table()->topRow();
    return m_failure && rows.isStuck(top) && rows.entryAt(top) == nullptr && !rows.isUnreadable(top);
}

FailurePlace StreamControl::place() const {
    return {QString::fromStdString(m_world.bridge.workspaceName()), m_world.times.format().whole(m_world.times.now())};
}

void StreamControl::showNothing() {
    NothingMatches with;
    with.timed = timeIn(m_widgets.filter->text());
    with.without = m_withoutTime;
    with.removeTime = [this, rest = with.timed ? with.timed->rest : QString()] { m_widgets.filter->setText(rest); };
    with.clearFilter = [this] { m_widgets.filter->setText({}); };
    show(QStringLiteral("nothing"), nothingMatches(with, m_world.times.format()));
    if (with.timed && !m_withoutTime && !m_askedTime.isOut())
        askWithoutTime();
}

void StreamControl::askWithoutTime() {
    const QString rest = timeIn(m_widgets.filter->text())->rest;
    base::Result<core::Filter> filter = core::Filter::parse(rest.toStdString(), m_world.times.now());
    if (!filter)
        return;
    MatchingEntries question{*std::move(filter), core::next(m_world.bridge.snapshot().head)};
    m_askedTime = m_world.bridge.query<MatchingEntries>(std::move(question), [this](base::Result<Matches> answer) {
        if (!answer)
            return;
        m_withoutTime = WithoutTime{answer->rows.size(), answer->isAtEnd, {}};
        if (!answer->rows.empty())
            m_withoutTime->latest = answer->rows.front().entry.captureTime;
        showState();
    });
}

void StreamControl::showCount() {
    m_widgets.filter->setCount(countInWords());
}

/// "" while everything is shown. Beside a text that is no filter the rows are still those of the one before.
QString StreamControl::countInWords() const {
    const MatchingSource* const matching = m_rows.matching();
    if (matching == nullptr)
        return {};
    const QString count = counted(matching->rowCount());
    const bool isWhole = matching->progress().isWhole;
    if (m_widgets.filter->hasMistake())
        return isWhole ? tr("%1 match the filter before").arg(count) : tr("%1 so far of the filter before").arg(count);
    return isWhole ? tr("%1 match").arg(count) : tr("%1 so far").arg(count);
}

void StreamControl::showNote() {
    const TimeFormat times = m_world.times.format();
    if (m_widgets.filter->hasMistake()) {
        const QString& text = m_widgets.filter->text();
        m_widgets.table->setNote(text.isEmpty() ? tr("still shown: everything") : tr("still shown: `%1`").arg(text),
                                 Icon::Info);
        return;
    }
    const MatchingSource* const matching = m_rows.matching();
    QStringList notes;
    if (matching != nullptr)
        notes.append(searchNote(matching->progress(), times));
    notes.append(connectionNote(m_world.bridge.snapshot(), times));
    notes.removeAll(QString());
    const bool isSearching = matching != nullptr && matching->progress().isSearching;
    m_widgets.table->setNote(notes.join(QStringLiteral(" · ")), isSearching ? Icon::Hourglass : Icon::Clock);
}

/// The rows may be found after the doubt, far back.
void StreamControl::showDoubt() {
    // Those on the screen may still be the rows of the filter before.
    if (m_rows.isChanging() || m_rows.matching() == nullptr)
        return;
    m_widgets.filter->setDoubt(m_rows.matching()->rowCount() == 0 ? m_doubt : std::nullopt);
}

void StreamControl::showNew() {
    const WindowedTable& table = *m_widgets.table->table();
    EntryTable& rows = m_rows.shown();
    const bool isFollowing = table.isFollowing();
    m_widgets.follow->setChecked(isFollowing);
    m_widgets.pause->setChecked(!isFollowing);
    // A filter of an earlier day is set again at the start: whoever waits for rows is told why few come.
    const QString tail = isFollowing ? tr("following the tail") : tr("tail paused while you read");
    const QString matches = countInWords();
    emit factChanged(matches.isEmpty() ? tail : tr("%1 · filtered: %2").arg(tail, matches));
    const qint64 count = rows.rowCount();
    const qint64 bottom = isFollowing ? count - 1 : std::min(table.topRow() + table.visibleRows(), count) - 1;
    qint64& lastSeen = m_rows.matching() == nullptr ? m_lastSeen : m_lastSeenOfFilter;
    if (bottom >= 0)
        lastSeen = std::max(lastSeen, rows.keyOf(bottom));
    const qint64 last = std::max(lastSeen, m_lastSeen);
    const auto seen = rows.rowOf(last);
    const qint64 firstNew = !seen ? count : rows.keyOf(*seen) > last ? *seen : *seen + 1;
    m_widgets.table->setNew(count - firstNew);
}

/// A time of another day is longer, and is not cut.
void StreamControl::fitTimes() {
    const WindowedTable& table = *m_widgets.table->table();
    QString longest;
    for (qint64 row = table.topRow(); row <= table.topRow() + table.visibleRows(); ++row) {
        const EntryRow* const entry = m_rows.shown().entryAt(row);
        const QString time = entry == nullptr ? QString() : m_rows.look().times.moment(entry->entry.captureTime);
        if (time.size() > longest.size())
            longest = time;
    }
    m_widgets.table->fitTime(longest);
}

void StreamControl::onChosen() {
    const auto key = m_widgets.table->table()->currentKey();
    if (!key)
        return m_chosen.choose(std::nullopt);
    m_goesToEffect = false;
    const core::Seq seq(*key);
    setFollowing(false);
    m_chosen.choose(seq);
    Chain chain = m_rows.look().chain;
    if (chain.contains(seq))
        chain.moveTo(seq);
    else
        chain = {};
    m_rows.setChain(chain);
    m_patience.start();
}

void StreamControl::onLoaded() {
    m_patience.stop();
    const EntryDetail& detail = *m_chosen.detail();
    m_widgets.entry->setEntry(detail, m_world.times.format());
    m_widgets.payload->setEntry(detail, m_names);
    m_widgets.payload->setField(m_widgets.entry->field());
    m_rows.setChain(Chain(detail));
    if (std::exchange(m_goesToEffect, false))
        goToEffect();
}

void StreamControl::learnRules() {
    RuleTable question;
    question.look = 0;
    m_askedRules = m_world.bridge.query<RuleTable>(question, [this](base::Result<Rules> answer) {
        if (!answer)
            return;
        m_names = FieldNames(*answer);
        m_widgets.filter->setWords(wordsOf(*answer));
        if (m_chosen.detail() != nullptr)
            onLoaded();
    });
}

void StreamControl::refreshLook() {
    EntryLook look = m_rows.look();
    look.times = m_world.times.format();
    look.isOld = isAnySideGone(m_world.bridge.snapshot());
    m_rows.setLook(look);
    if (m_isShown)
        m_tick.start(look.times.style == TimeStyle::Relative ? kRelativeTick : kDayTick);
}

void StreamControl::tryAgain() {
    m_failure.reset();
    const auto key = m_widgets.table->table()->currentKey();
    m_rows.tryAgain();
    // A new search has its first rows before it has come down to the chosen one.
    if (key && !isFollowing() && m_rows.isChanging())
        m_awaited = core::Seq(*key);
    m_chosen.askAgain();
    showState();
}

void StreamControl::fail(const base::Error& error) {
    m_failure = error;
    showState();
}

}  // namespace syncline::ui::stream
