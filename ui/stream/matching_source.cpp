#include "ui/stream/matching_source.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <iterator>
#include <utility>

namespace syncline::ui::stream {

namespace {

constexpr std::size_t kFirstRows = 200;
constexpr std::size_t kRowsOfSlice = 1000;
/// How often what was found in the background is told.
constexpr std::chrono::milliseconds kTellEvery{250};
/// Scrolled as near as this to the oldest row, the search goes on beyond its limit, by so many rows.
constexpr qint64 kNearEnd = 200;
constexpr qint64 kFurther = 10'000;

}  // namespace

MatchingSource::MatchingSource(Bridge& bridge, core::Filter filter, QObject* parent)
    : EntryTable(parent), m_bridge(bridge), m_filter(std::move(filter)) {
    m_tell.setSingleShot(true);
    m_tell.setInterval(kTellEvery);
    connect(&m_tell, &QTimer::timeout, this, &MatchingSource::tellFound);
    connect(&m_bridge, &Bridge::snapshotChanged, this, &MatchingSource::follow);
    m_up = core::next(m_bridge.snapshot().head);
    m_back = m_up;
    m_toldBack = m_back;
}

qint64 MatchingSource::rowCount() const {
    return below() + static_cast<qint64>(m_above.size());
}

std::optional<core::Seq> MatchingSource::seqAt(qint64 row) const {
    if (row < 0 || row >= rowCount())
        return std::nullopt;
    if (row < below())
        return m_below[static_cast<std::size_t>(below() - 1 - row)];
    return m_above[static_cast<std::size_t>(row - below())];
}

std::optional<qint64> MatchingSource::rowOf(qint64 key) const {
    if (rowCount() == 0)
        return std::nullopt;
    const core::Seq seq(key);
    if (!m_above.empty() && (m_below.empty() || seq > m_below.front())) {
        const auto found = std::lower_bound(m_above.begin(), m_above.end(), seq);
        return std::min(below() + (found - m_above.begin()), rowCount() - 1);
    }
    const auto found = std::upper_bound(m_below.begin(), m_below.end(), seq, std::greater<>());
    const qint64 notBelow = found - m_below.begin();
    return std::min(below() - notBelow, rowCount() - 1);
}

const EntryRow* MatchingSource::entryAt(qint64 row) const {
    return m_pages.find(row - below());
}

MatchingSource::Progress MatchingSource::progress() const {
    return {m_toldBack, m_backAt, m_isWhole && m_found.empty(), m_askedBack.isOut()};
}

void MatchingSource::setActive(bool active) {
    m_isActive = active;
    if (!active) {
        m_askedBack.cancel();
        m_askedUp.cancel();
        m_asked.clear();
        return;
    }
    searchBack();
    follow();
    load();
}

void MatchingSource::tryAgain() {
    m_hasFailed = false;
    m_stuck.clear();
    searchBack();
    searchUp();
    load();
}

std::optional<Unreadable> MatchingSource::unreadable() const {
    if (m_lost.empty())
        return m_passed;
    Unreadable all{*m_lost.begin(), *m_lost.rbegin(), static_cast<std::int64_t>(m_lost.size()), m_loss};
    if (m_passed) {
        all.first = std::min(all.first, m_passed->first);
        all.last = std::max(all.last, m_passed->last);
        all.entries += m_passed->entries;
    }
    return all;
}

bool MatchingSource::isUnreadable(qint64 row) const {
    const std::optional<core::Seq> seq = seqAt(row);
    return seq && m_lost.count(*seq) > 0;
}

bool MatchingSource::isStuck(qint64 row) const {
    const bool hasSearchFailed = m_hasFailed && rowCount() == 0;
    return hasSearchFailed || m_stuck.count(m_pages.pageOf(row - below())) > 0;
}

void MatchingSource::notePassed(const std::optional<Unreadable>& unreadable) {
    if (!unreadable)
        return;
    if (!m_passed) {
        m_passed = unreadable;
        return;
    }
    m_passed->first = std::min(m_passed->first, unreadable->first);
    m_passed->last = std::max(m_passed->last, unreadable->last);
    m_passed->entries += unreadable->entries;
}

void MatchingSource::fail(const base::Error& error) {
    if (!std::exchange(m_hasFailed, true))
        emit readFailed(error);
}

void MatchingSource::follow() {
    if (!m_isActive)
        return;
    readTitlesAgain();
    searchUp();
}

void MatchingSource::searchBack() {
    const qint64 found = rowCount() + static_cast<qint64>(m_found.size());
    if (!m_isActive || m_isWhole || m_hasFailed || m_askedBack.isOut() || found >= m_limit)
        return;
    MatchingEntries question{m_filter, m_back, false, found == 0 ? kFirstRows : kRowsOfSlice, kLook};
    m_askedBack = m_bridge.query<MatchingEntries>(
        std::move(question), [this](base::Result<Matches> answer) { takeBack(std::move(answer)); });
}

void MatchingSource::takeBack(base::Result<Matches> answer) {
    m_askedBack = Ticket();
    if (!answer)
        return fail(answer.error());
    m_back = answer->next;
    m_isWhole = answer->isAtEnd;
    notePassed(answer->unreadable);
    std::move(answer->rows.begin(), answer->rows.end(), std::back_inserter(m_found));
    // A search that has ended without a row is told at once as well.
    if (rowCount() == 0 && (!m_found.empty() || m_isWhole))
        tellFound();
    else if (!m_tell.isActive())
        m_tell.start();
    searchBack();
}

void MatchingSource::tellFound() {
    m_toldBack = m_back;
    const bool hasNew = !m_found.empty();
    for (EntryRow& row : m_found) {
        m_below.push_back(row.entry.seq);
        hold(-below(), std::move(row));
    }
    m_found.clear();
    if (hasNew)
        emit replaced();
    emit progressed();
    // The projections may have passed them while the answer was on its way.
    readTitlesAgain();
    learnTimeOfBack();
}

void MatchingSource::learnTimeOfBack() {
    if (m_isWhole || m_toldBack > m_bridge.snapshot().head)
        return;
    m_askedTime = m_bridge.query<EntriesFrom>({m_toldBack, 1}, [this](base::Result<EntryRows> answer) {
        // Where it cannot be read, the time of the one before is not its own.
        const bool isKnown = answer && !answer->rows.empty();
        m_backAt = isKnown ? std::optional(answer->rows.front().entry.captureTime) : std::nullopt;
        emit progressed();
    });
}

void MatchingSource::searchUp() {
    if (!m_isActive || m_hasFailed || m_askedUp.isOut() || m_up > m_bridge.snapshot().head)
        return;
    MatchingEntries question{m_filter, m_up, true, kFirstRows, kLook};
    m_askedUp = m_bridge.query<MatchingEntries>(std::move(question),
                                                [this](base::Result<Matches> answer) { takeUp(std::move(answer)); });
}

void MatchingSource::takeUp(base::Result<Matches> answer) {
    m_askedUp = Ticket();
    if (!answer)
        return fail(answer.error());
    const bool hasMoved = answer->next > m_up;
    m_up = answer->next;
    notePassed(answer->unreadable);
    const bool wasEmpty = rowCount() == 0;
    for (EntryRow& row : answer->rows) {
        m_above.push_back(row.entry.seq);
        hold(static_cast<qint64>(m_above.size()) - 1, std::move(row));
    }
    if (!answer->rows.empty())
        emit grown(rowCount());
    if ((wasEmpty && rowCount() > 0) || answer->unreadable)
        emit progressed();
    readTitlesAgain();
    if (hasMoved)
        searchUp();
}

void MatchingSource::hold(qint64 place, EntryRow row) {
    m_lateTitles.notice(row);
    noticeRules(row);
    // What is on the screen is not given up for rows that nobody looks at: those are read when they are wanted.
    if (place >= 0 || m_pages.holds(m_pages.pageOf(place)) || !m_pages.isFull())
        m_pages.put(place, std::move(row));
}

void MatchingSource::readTitlesAgain() {
    const std::vector<core::Seq> known = m_lateTitles.takeKnownBy(m_bridge.snapshot().projected);
    for (const core::Seq seq : known) {
        if (const auto row = rowOf(seq.value()))
            m_stale.insert(m_pages.pageOf(*row - below()));
    }
    if (!known.empty())
        load();
}

void MatchingSource::want(qint64 first, qint64 last) {
    m_wanted = {first, last};
    if (first < kNearEnd && rowCount() >= m_limit) {
        m_limit = rowCount() + kFurther;
        searchBack();
    }
    load();
}

void MatchingSource::load() {
    const qint64 firstPage = m_pages.pageOf(m_wanted.first - below()) - 1;
    const qint64 lastPage = m_pages.pageOf(m_wanted.last - below()) + 1;
    for (auto asked = m_asked.begin(); asked != m_asked.end();) {
        const bool isWanted = firstPage <= asked->first && asked->first <= lastPage;
        asked = isWanted ? std::next(asked) : m_asked.erase(asked);
    }
    if (!m_isActive || m_wanted.last < m_wanted.first)
        return;
    for (qint64 page = firstPage; page <= lastPage; ++page)
        loadPage(page);
}

std::vector<core::Seq> MatchingSource::lackingOf(qint64 page) const {
    std::vector<core::Seq> lacking;
    const bool isStale = m_stale.count(page) > 0;
    for (qint64 place = m_pages.firstOf(page); place < m_pages.firstOf(page + 1); ++place) {
        const auto seq = seqAtPlace(place);
        if (seq && (isStale || (m_pages.find(place) == nullptr && m_lost.count(*seq) == 0)))
            lacking.push_back(*seq);
    }
    return lacking;
}

void MatchingSource::loadPage(qint64 page) {
    m_pages.touch(page);
    if (m_asked.count(page) > 0 || m_stuck.count(page) > 0)
        return;
    const std::vector<core::Seq> lacking = lackingOf(page);
    m_stale.erase(page);
    if (lacking.empty())
        return;
    // Neighbours are read together, with what lies between them; far ones each by themselves.
    constexpr std::int64_t kMostOfRun = 400;
    core::Seq from = lacking.front();
    core::Seq to = from;
    m_asked[page];
    for (const core::Seq seq : lacking) {
        if (seq.value() - from.value() >= kMostOfRun) {
            loadRun(page, from, to);
            from = seq;
        }
        to = seq;
    }
    loadRun(page, from, to);
}

void MatchingSource::loadRun(qint64 page, core::Seq from, core::Seq to) {
    Runs& runs = m_asked[page];
    ++runs.left;
    const auto count = static_cast<std::size_t>(to.value() - from.value() + 1);
    runs.tickets.push_back(m_bridge.query<EntriesFrom>(
        {from, count}, [this, page](base::Result<EntryRows> answer) { takeRun(page, std::move(answer)); }));
}

void MatchingSource::takeRun(qint64 page, base::Result<EntryRows> answer) {
    const auto asked = m_asked.find(page);
    if (asked != m_asked.end() && --asked->second.left == 0)
        m_asked.erase(asked);
    if (!answer) {
        m_stuck.insert(page);
        return fail(answer.error());
    }
    for (EntryRow& row : answer->rows) {
        const auto at = rowOf(row.entry.seq.value());
        if (!at || seqAt(*at) != row.entry.seq || m_pages.pageOf(*at - below()) != page)
            continue;
        m_lateTitles.notice(row);
        m_lost.erase(row.entry.seq);
        m_pages.put(*at - below(), std::move(row));
    }
    if (answer->unreadable)
        noteLost(page, *answer->unreadable);
    const qint64 first = std::max<qint64>(0, m_pages.firstOf(page) + below());
    const qint64 last = std::min(m_pages.firstOf(page + 1) + below(), rowCount()) - 1;
    emit rowsChanged(first, last);
    readTitlesAgain();
    if (m_stale.count(page) > 0)
        load();
}

/// Its rows that were asked for and did not come.
void MatchingSource::noteLost(qint64 page, const Unreadable& unreadable) {
    m_loss = unreadable.why;
    for (qint64 place = m_pages.firstOf(page); place < m_pages.firstOf(page + 1); ++place) {
        const auto seq = seqAtPlace(place);
        if (seq && unreadable.first <= *seq && *seq <= unreadable.last && m_pages.find(place) == nullptr)
            m_lost.insert(*seq);
    }
}

}  // namespace syncline::ui::stream
