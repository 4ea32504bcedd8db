#include "ui/stream/trouble_overview.h"

#include "ui/stream/stream_rows.h"
#include "ui/widgets/format.h"
#include "ui/widgets/overview_strip.h"
#include "ui/widgets/windowed_table.h"

#include <QTableView>
#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

namespace syncline::ui::stream {

namespace {

/// About as long as a piece takes: a reader thread and the disk are free half of the time.
constexpr std::chrono::milliseconds kPause{30};
constexpr std::chrono::seconds kFresh{1};
constexpr std::chrono::seconds kRetry{10};

core::Seq before(core::Seq seq) {
    return core::Seq(seq.value() - 1);
}

}  // namespace

TroubleOverview::TroubleOverview(Bridge& bridge, StreamRows& rows, WindowedTable& table, OverviewStrip& strip,
                                 QObject* parent)
    : QObject(parent), m_bridge(bridge), m_rows(rows), m_table(table), m_strip(strip) {
    m_pause.setSingleShot(true);
    m_fresh.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &TroubleOverview::goOn);
    connect(&m_fresh, &QTimer::timeout, this, &TroubleOverview::goOn);
    connect(&m_bridge, &Bridge::snapshotChanged, this, &TroubleOverview::goOn);
    connect(&m_rows, &StreamRows::progressed, this, &TroubleOverview::refresh);
    connect(&m_table, &WindowedTable::scrolled, this, &TroubleOverview::refresh);
    connect(&m_strip, &OverviewStrip::rowWanted, this, &TroubleOverview::goTo);
    connect(&m_strip, &OverviewStrip::markEntered, this, &TroubleOverview::enter);
    m_strip.setWords([this](qint64 firstRow, qint64 lastRow) { return words(firstRow, lastRow); });
    m_strip.setMarkWords([this](const OverviewStrip::Mark& mark) { return wordsOf(mark.row, mark.isFailure); });
}

TroubleOverview::~TroubleOverview() {
    m_strip.setWords({});
    m_strip.setMarkWords({});
}

void TroubleOverview::setActive(bool active) {
    m_isActive = active;
    refresh();
}

bool TroubleOverview::showsAll() const {
    return m_rows.matching() == nullptr;
}

bool TroubleOverview::isWanted() const {
    return m_isActive && showsAll() && !m_rows.isChanging();
}

/// The rows that a person waits for come first.
bool TroubleOverview::mayAsk() const {
    const EntryTable& rows = m_rows.shown();
    const qint64 top = m_table.topRow();
    return isWanted() && (rows.entryAt(top) != nullptr || rows.isUnreadable(top));
}

core::Seq TroubleOverview::first() const {
    return m_rows.shown().seqAt(0).value_or(core::Seq(1));
}

void TroubleOverview::refresh() {
    m_strip.setRows({m_rows.shown().rowCount(), m_table.topRow(), m_table.visibleRows()});
    if (showsAll() != m_areMarksShown || (showsAll() && first() != m_markedFirst))
        showMarks();
    showShades();
    if (!isWanted())
        m_asked.cancel();
    goOn();
}

void TroubleOverview::goOn() {
    if (m_asked.isOut() || !mayAsk())
        return;
    const core::Seq head = m_bridge.snapshot().head;
    if (m_through == core::Seq{}) {
        m_through = head;
        m_back = core::next(head);
    }
    // Where much has come since, as while the window was closed, that is read like what is further back.
    const bool isFarBehind = head.value() - m_through.value() > kLook;
    if (head > m_through && (!m_fresh.isActive() || (isFarBehind && !m_pause.isActive()))) {
        m_fresh.start(kFresh);
        return ask(core::next(m_through), std::min(head, core::Seq(m_through.value() + kLook)));
    }
    if (m_back > first() && !m_pause.isActive())
        ask(std::max(first(), core::Seq(m_back.value() - kLook)), before(m_back));
}

void TroubleOverview::ask(core::Seq from, core::Seq to) {
    const Troubles question{from, to, static_cast<std::size_t>(kLook)};
    m_asked = m_bridge.query<Troubles>(
        question, [this, from, to](base::Result<FoundTroubles> answer) { take(from, to, std::move(answer)); });
}

void TroubleOverview::take(core::Seq from, core::Seq to, base::Result<FoundTroubles> answer) {
    m_hasFailed = !answer;
    if (!answer) {
        // The table says what is wrong; what was not read stays shaded.
        m_pause.start(kRetry);
        m_fresh.start(kRetry);
        return showShades();
    }
    if (to < m_back) {
        // The head is ahead of what is written: the rest is asked for as what is new.
        if (to == m_through)
            m_through = std::max(before(from), std::min(m_through, answer->through));
        m_back = from;
    } else {
        m_through = std::max(m_through, answer->through);
    }
    m_map.growTo(m_through);
    for (const TroubleAt& at : answer->troubles)
        m_map.add(at);
    if (!answer->troubles.empty())
        showMarks();
    showShades();
    describe();
    m_pause.start(kPause);
}

void TroubleOverview::showMarks() {
    m_areMarksShown = showsAll();
    describe();
    if (!m_areMarksShown)
        return m_strip.setMarks({});
    m_markedFirst = first();
    std::vector<OverviewStrip::Mark> marks;
    const auto mark = [&](core::Seq seq, bool isFailure) {
        if (seq >= m_markedFirst)
            marks.push_back({seq.value() - m_markedFirst.value(), isFailure});
    };
    for (const TroubleCounts& bucket : m_map.buckets()) {
        mark(bucket.newestConflict, false);
        mark(bucket.newestFailure, true);
    }
    std::sort(marks.begin(), marks.end(), [](const auto& a, const auto& b) { return a.row < b.row; });
    m_strip.setMarks(std::move(marks));
}

/// A piece is read so soon that it is not worth a flicker.
void TroubleOverview::showShades() {
    std::vector<OverviewStrip::Shade> shades;
    const qint64 count = m_rows.shown().rowCount();
    const std::int64_t least = m_hasFailed ? 0 : kLook;
    if (showsAll() && count > 0) {
        const std::int64_t firstSeq = first().value();
        const bool isAnyKnown = m_through != core::Seq{};
        const qint64 older = isAnyKnown ? std::min<qint64>(count, m_back.value() - firstSeq) : count;
        const qint64 newer = isAnyKnown ? m_through.value() + 1 - firstSeq : count;
        if (older > least)
            shades.push_back({0, older});
        if (count - newer > least)
            shades.push_back({newer, count});
    }
    m_strip.setShades(std::move(shades));
}

void TroubleOverview::describe() {
    if (!showsAll())
        return m_strip.setAccessibleDescription(
            tr("No problems are marked beside the rows of a filter: where they would stand is not known."));
    const QString all = troubleWords(m_map.all());
    const QString told = all.isEmpty() ? tr("No problem") : all;
    const bool isWhole = m_through != core::Seq{} && m_back <= first();
    m_strip.setAccessibleDescription(isWhole ? told : tr("%1, searched back to %2").arg(told, sequence(m_back)));
}

void TroubleOverview::goTo(qint64 row) {
    m_table.setFollowing(false);
    m_table.scrollToRow(row - m_table.visibleRows() / 2);
}

/// Who works with the keys goes on from there.
void TroubleOverview::enter(qint64 row) {
    goTo(row);
    m_table.setCurrentKey(m_rows.shown().keyOf(row));
    m_table.view()->setFocus(Qt::OtherFocusReason);
}

QString TroubleOverview::words(qint64 firstRow, qint64 lastRow) const {
    if (!showsAll())
        return tr("Problems are marked while the whole journal is shown. Clear the filter to see them.");
    const core::Seq from(first().value() + firstRow);
    const core::Seq to(first().value() + lastRow);
    const bool isSearched = m_through != core::Seq{} && from >= m_back && to <= m_through;
    const TroubleCounts counts = m_map.near(from, to);
    const core::Seq middle(from.value() + (to.value() - from.value()) / 2);
    if (counts.isEmpty())
        return isSearched ? tr("No problem near %1").arg(sequence(middle))
                          : tr("Not searched for problems yet near %1").arg(sequence(middle));
    const QString near = sequence(std::max(counts.newestConflict, counts.newestFailure));
    const QString told = tr("%1 near %2", "2 conflicts, a sequence").arg(troubleWords(counts), near);
    return isSearched ? told : tr("%1; not all there is searched yet").arg(told);
}

/// A mark stands for all of its kind that are in one place of the map, at the newest of them.
QString TroubleOverview::wordsOf(qint64 row, bool isFailure) const {
    const core::Seq seq(first().value() + row);
    TroubleCounts counts = m_map.near(seq, seq);
    if (isFailure)
        counts.conflicts = 0;
    else
        counts.failedWrites = counts.gaps = counts.disconnects = 0;
    const QString at = sequence(seq);
    return counts.conflicts + counts.failures() > 1
               ? tr("%1, the newest at %2", "2 conflicts, a sequence").arg(troubleWords(counts), at)
               : tr("%1 at %2", "1 conflict, a sequence").arg(troubleWords(counts), at);
}

}  // namespace syncline::ui::stream
