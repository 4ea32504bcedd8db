#include "ui/stream/entry_source.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>

namespace syncline::ui::stream {

EntrySource::EntrySource(Bridge& bridge, QObject* parent) : EntryTable(parent), m_bridge(bridge) {
    connect(&m_bridge, &Bridge::snapshotChanged, this, &EntrySource::follow);
}

qint64 EntrySource::rowCount() const {
    return std::max<qint64>(0, m_head.value() - m_first.value() + 1);
}

std::optional<core::Seq> EntrySource::seqAt(qint64 row) const {
    if (row < 0 || row >= rowCount())
        return std::nullopt;
    return core::Seq(m_first.value() + row);
}

std::optional<qint64> EntrySource::rowOf(qint64 key) const {
    if (rowCount() == 0)
        return std::nullopt;
    return std::clamp<qint64>(key - m_first.value(), 0, rowCount() - 1);
}

const EntryRow* EntrySource::entryAt(qint64 row) const {
    return m_pages.find(row);
}

void EntrySource::setActive(bool active) {
    m_isActive = active;
    if (!active) {
        m_asked.clear();
        return;
    }
    // What failed while it was shown before may go well now.
    m_stuck.clear();
    m_hasFailed = false;
    learnFirst();
    follow();
    load();
}

void EntrySource::tryAgain() {
    m_stuck.clear();
    m_hasFailed = false;
    // Each stays as it is until it has been read again: what is not looked at when somebody comes by.
    for (const core::Seq seq : m_damaged)
        m_stale.insert(m_pages.pageOf(seq.value() - m_first.value()));
    load();
    if (rowCount() > 0)
        emit rowsChanged(0, rowCount() - 1);
}

std::optional<Unreadable> EntrySource::unreadable() const {
    if (m_damaged.empty())
        return std::nullopt;
    return Unreadable{*m_damaged.begin(), *m_damaged.rbegin(), static_cast<std::int64_t>(m_damaged.size()), m_damage};
}

bool EntrySource::isUnreadable(qint64 row) const {
    return m_damaged.count(core::Seq(m_first.value() + row)) > 0;
}

bool EntrySource::isStuck(qint64 row) const {
    return m_stuck.count(m_pages.pageOf(row)) > 0;
}

/// Retention may have taken the beginning of the journal.
void EntrySource::learnFirst() {
    if (m_isFirstKnown || m_askedFirst.isOut() || m_bridge.snapshot().head == core::Seq{})
        return;
    m_askedFirst = m_bridge.query<EntriesFrom>({core::Seq(1), 1}, [this](base::Result<EntryRows> answer) {
        if (!answer || (answer->rows.empty() && !answer->unreadable))
            return;
        m_isFirstKnown = true;
        const core::Seq first = answer->rows.empty() ? answer->unreadable->first : answer->rows.front().entry.seq;
        if (first == m_first)
            return;
        m_first = first;
        m_pages.clear();
        m_asked.clear();
        emit replaced();
    });
}

void EntrySource::follow() {
    if (!m_isActive)
        return;
    readTitlesAgain();
    const core::Seq head = m_bridge.snapshot().head;
    if (head <= m_head)
        return;
    learnFirst();
    m_head = head;
    emit grown(rowCount());
    load();
}

void EntrySource::readTitlesAgain() {
    const std::vector<core::Seq> known = m_lateTitles.takeKnownBy(m_bridge.snapshot().projected);
    for (const core::Seq seq : known)
        m_stale.insert(m_pages.pageOf(seq.value() - m_first.value()));
    if (!known.empty())
        load();
}

void EntrySource::want(qint64 first, qint64 last) {
    m_wanted = {m_pages.pageOf(first) - 1, m_pages.pageOf(last) + 1};
    load();
}

qint64 EntrySource::lastRowOf(qint64 page) const {
    return std::min(m_pages.firstOf(page + 1), rowCount()) - 1;
}

std::optional<qint64> EntrySource::firstLacking(qint64 page) const {
    const qint64 first = m_pages.firstOf(page);
    if (m_stale.count(page) > 0)
        return first;
    for (qint64 row = first; row <= lastRowOf(page); ++row) {
        if (m_pages.find(row) == nullptr && !isUnreadable(row))
            return row;
    }
    return std::nullopt;
}

void EntrySource::load() {
    for (auto asked = m_asked.begin(); asked != m_asked.end();)
        asked = m_wanted.holds(asked->first) ? std::next(asked) : m_asked.erase(asked);
    if (!m_isActive || rowCount() == 0 || m_wanted.last < m_wanted.first)
        return;
    const qint64 lastPage = m_pages.pageOf(rowCount() - 1);
    // What is on the screen comes before what is near it.
    for (qint64 page = m_wanted.first + 1; page < m_wanted.last; ++page)
        loadPage(std::min(page, lastPage));
    for (const qint64 page : {m_wanted.last, m_wanted.first}) {
        if (page >= 0 && page <= lastPage)
            loadPage(page);
    }
}

void EntrySource::loadPage(qint64 page) {
    m_pages.touch(page);
    if (m_asked.count(page) > 0 || m_stuck.count(page) > 0)
        return;
    const std::optional<qint64> from = firstLacking(page);
    if (!from)
        return;
    m_stale.erase(page);
    const auto count = static_cast<std::size_t>(m_pages.firstOf(page + 1) - *from);
    m_asked[page] = m_bridge.query<EntriesFrom>(
        {*seqAt(*from), count}, [this, page](base::Result<EntryRows> answer) { takePage(page, std::move(answer)); });
}

void EntrySource::takePage(qint64 page, base::Result<EntryRows> answer) {
    m_asked.erase(page);
    if (!answer) {
        m_stuck.insert(page);
        if (!std::exchange(m_hasFailed, true))
            emit readFailed(answer.error());
        else
            emit rowsChanged(m_pages.firstOf(page), lastRowOf(page));
        return;
    }
    m_hasFailed = false;
    noteDamage(*answer);
    std::vector<EntryRow> rows = std::move(answer->rows);
    // Rows behind the head of the last snapshot come with the next one.
    const auto isBehind = [this](const EntryRow& row) { return row.entry.seq > m_head; };
    rows.erase(std::remove_if(rows.begin(), rows.end(), isBehind), rows.end());
    std::optional<Unreadable>& damaged = answer->unreadable;
    if (damaged && damaged->first > m_head)
        damaged.reset();
    if (rows.empty() && !damaged)
        return;
    core::Seq from = rows.empty() ? damaged->first : rows.front().entry.seq;
    core::Seq to = rows.empty() ? damaged->first : rows.back().entry.seq;
    if (damaged) {
        from = std::min(from, damaged->first);
        to = std::max(to, std::min(damaged->last, m_head));
    }
    const qint64 first = from.value() - m_first.value();
    const qint64 last = to.value() - m_first.value();
    for (EntryRow& row : rows) {
        m_lateTitles.notice(row);
        noticeRules(row);
        m_pages.put(row.entry.seq.value() - m_first.value(), std::move(row));
    }
    emit rowsChanged(first, last);
    // The projections may have passed it while the answer was on its way.
    readTitlesAgain();
    if (last < lastRowOf(page) || m_stale.count(page) > 0)
        loadPage(page);
}

/// Sequences have no gaps: between the first and the last that cannot be read those that are not there cannot either.
void EntrySource::noteDamage(const EntryRows& answer) {
    for (const EntryRow& row : answer.rows)
        m_damaged.erase(row.entry.seq);
    if (!answer.unreadable)
        return;
    m_damage = answer.unreadable->why;
    auto row = answer.rows.begin();
    const core::Seq last = std::min(answer.unreadable->last, m_head);
    for (core::Seq seq = answer.unreadable->first; seq <= last; seq = core::next(seq)) {
        while (row != answer.rows.end() && row->entry.seq < seq)
            ++row;
        if (row == answer.rows.end() || row->entry.seq != seq)
            m_damaged.insert(seq);
    }
}

}  // namespace syncline::ui::stream
