#include "ui/stream/entry_copy.h"

#include "ui/stream/entry_json.h"

#include <QJsonDocument>
#include <iterator>

namespace syncline::ui::stream {

namespace {

/// Entries read and written down in one turn, those between the chosen ones included.
constexpr qint64 kMostAtOnce = 100;

QString jsonOf(const EntryRow& row) {
    return QString::fromUtf8(QJsonDocument(entryJson(row)).toJson()).trimmed();
}

}  // namespace

EntryCopy::EntryCopy(Bridge& bridge, QObject* parent) : QObject(parent), m_bridge(bridge) {}

void EntryCopy::start(const std::set<qint64>& seqs, bool asJson, const EntryLook& look) {
    m_left = seqs;
    m_isJson = asJson;
    m_look = look;
    m_text.clear();
    m_count = 0;
    goOn();
}

void EntryCopy::goOn() {
    if (m_left.empty()) {
        emit made(whole(), m_count);
        m_text.clear();
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
    for (const EntryRow& row : answer->rows) {
        if (m_left.erase(row.entry.seq.value()) > 0)
            add(row);
    }
    // What is not there by now is not asked for again.
    m_left.erase(m_left.begin(), m_left.upper_bound(m_askedTo));
    goOn();
}

void EntryCopy::add(const EntryRow& row) {
    if (m_count++ > 0)
        m_text += m_isJson ? QStringLiteral(",\n") : QStringLiteral("\n");
    m_text += m_isJson ? jsonOf(row) : entryText(row, m_look);
}

QString EntryCopy::whole() const {
    if (!m_isJson)
        return m_text;
    if (m_count == 1)
        return m_text + QLatin1Char('\n');
    return QStringLiteral("[\n") + m_text + QStringLiteral("\n]\n");
}

}  // namespace syncline::ui::stream
