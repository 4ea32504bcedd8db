#include "ui/stream/entry_copy.h"

#include <iterator>
#include <utility>

namespace syncline::ui::stream {

namespace {

/// Entries read and written down in one turn, those between the chosen ones included.
constexpr qint64 kMostAtOnce = 100;

}  // namespace

EntryCopy::EntryCopy(Bridge& bridge, QObject* parent) : QObject(parent), m_bridge(bridge) {}

void EntryCopy::start(const std::set<qint64>& seqs, bool asJson, const EntryLook& look) {
    m_left = seqs;
    m_isJson = asJson;
    m_look = look;
    m_text.clear();
    m_count = 0;
    m_missing = 0;
    m_unreadable = 0;
    goOn();
}

void EntryCopy::goOn() {
    if (m_left.empty()) {
        emit made(m_text, m_count, m_missing, m_unreadable);
        m_text.clear();
        return;
    }
    const qint64 from = *m_left.begin();
    m_askedTo = *std::prev(m_left.lower_bound(from + kMostAtOnce));
    // A row is without what came over the wire: only the engine can write the entry down whole.
    m_asked = m_bridge.query<EntriesFrom>({core::Seq(from), static_cast<std::size_t>(m_askedTo - from + 1), m_isJson},
                                          [this](base::Result<EntryRows> answer) { take(std::move(answer)); });
}

void EntryCopy::take(base::Result<EntryRows> answer) {
    if (!answer) {
        emit failed(answer.error());
        return;
    }
    for (std::size_t at = 0; at < answer->rows.size(); ++at) {
        const EntryRow& row = answer->rows[at];
        const bool isWritten = !m_isJson || at < answer->json.size();
        if (isWritten && m_left.erase(row.entry.seq.value()) > 0)
            add(m_isJson ? QString::fromStdString(answer->json[at]) : entryText(row, m_look));
    }
    if (answer->unreadable) {
        const auto first = m_left.lower_bound(answer->unreadable->first.value());
        const auto last = m_left.upper_bound(answer->unreadable->last.value());
        m_unreadable += std::distance(first, last);
        m_left.erase(first, last);
    }
    // What is not there by now is not asked for again.
    const auto behind = m_left.upper_bound(m_askedTo);
    m_missing += std::distance(m_left.begin(), behind);
    m_left.erase(m_left.begin(), behind);
    goOn();
}

void EntryCopy::add(const QString& line) {
    if (m_count++ > 0)
        m_text += QLatin1Char('\n');
    m_text += line;
}

}  // namespace syncline::ui::stream
