#include "ui/stream/entry_copy.h"

#include <iterator>
#include <utility>

namespace syncline::ui::stream {

namespace {

/// Entries read at once, those between the chosen ones included.
constexpr qint64 kMostAtOnce = 400;

}  // namespace

EntryCopy::EntryCopy(Bridge& bridge, QObject* parent) : QObject(parent), m_bridge(bridge) {}

void EntryCopy::start(const std::set<qint64>& seqs) {
    m_left = seqs;
    m_rows.clear();
    goOn();
}

void EntryCopy::goOn() {
    if (m_left.empty()) {
        emit read(std::exchange(m_rows, {}));
        return;
    }
    const qint64 from = *m_left.begin();
    m_askedTo = *std::prev(m_left.lower_bound(from + kMostAtOnce));
    m_asked = m_bridge.query<EntriesFrom>({core::Seq(from), static_cast<std::size_t>(m_askedTo - from + 1)},
                                          [this](base::Result<EntryRows> answer) { take(std::move(answer)); });
}

void EntryCopy::take(base::Result<EntryRows> answer) {
    if (!answer) {
        emit failed(answer.error());
        return;
    }
    for (EntryRow& row : answer->rows) {
        if (m_left.erase(row.entry.seq.value()) > 0)
            m_rows.push_back(std::move(row));
    }
    // What is not there by now is not asked for again.
    m_left.erase(m_left.begin(), m_left.upper_bound(m_askedTo));
    goOn();
}

}  // namespace syncline::ui::stream
