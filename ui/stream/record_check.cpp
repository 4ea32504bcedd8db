#include "ui/stream/record_check.h"

#include "engine/core/filter.h"
#include "ui/stream/filter_text.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace syncline::ui::stream {

namespace {

/// Namesakes are not all asked, nor listed.
constexpr std::size_t kMostNamed = 20;

bool isNamed(const RecordHit& hit, const std::string& text) {
    return QString::fromStdString(hit.title).contains(QString::fromStdString(text), Qt::CaseInsensitive);
}

/// Takes the first entry of the record if the text is its id or match key.
base::Result<core::Filter> filterOf(const std::string& text, core::EntityId entity) {
    const QString asked = filterValue(QString::fromStdString(text));
    return core::Filter::parse(QStringLiteral("record == %1 && seq == %2").arg(asked).arg(entity.value()).toStdString(),
                               {});
}

}  // namespace

RecordCheck::RecordCheck(Bridge& bridge, QObject* parent) : QObject(parent), m_bridge(bridge) {}

void RecordCheck::check(const QString& filter) {
    m_ticket.cancel();
    const std::vector<core::RecordByName> asked = core::recordsByNameIn(filter.toStdString());
    if (asked.empty())
        return;
    m_asked = asked.front();
    m_ticket = m_bridge.query<RecordSearch>({m_asked.text, kMostNamed},
                                            [this](const base::Result<std::vector<RecordHit>>& answer) {
                                                if (answer)
                                                    onFound(*answer);
                                            });
}

void RecordCheck::onFound(const std::vector<RecordHit>& hits) {
    m_called.clear();
    m_next = 0;
    std::copy_if(hits.begin(), hits.end(), std::back_inserter(m_called),
                 [this](const RecordHit& hit) { return isNamed(hit, m_asked.text); });
    askNext();
}

void RecordCheck::askNext() {
    if (m_next < m_called.size()) {
        base::Result<core::Filter> filter = filterOf(m_asked.text, m_called[m_next++].entity);
        if (!filter)
            return;
        m_ticket = m_bridge.query<MatchingEntries>({*std::move(filter), core::Seq(), false, 1, 1},
                                                   [this](const base::Result<Matches>& answer) {
                                                       if (answer && answer->rows.empty())
                                                           askNext();
                                                   });
        return;
    }
    std::vector<core::NamedRecord> named;
    for (const RecordHit& hit : m_called)
        named.push_back({hit.object, hit.record.salesforce ? *hit.record.salesforce : hit.record.hubspot.value_or("")});
    emit doubted(core::doubtOf(m_asked, named));
}

}  // namespace syncline::ui::stream
