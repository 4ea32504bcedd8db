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

/// As many of the newest entries are looked at for a match key by which records are not found.
constexpr std::size_t kMostLooked = 20'000;

QString filterOf(const std::string& text) {
    return QStringLiteral("record == ") + filterValue(QString::fromStdString(text));
}

/// Takes the first entry of the record if the text is its id or match key.
QString filterOf(const std::string& text, core::EntityId entity) {
    return filterOf(text) + QStringLiteral(" && seq == %1").arg(entity.value());
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
                 [this](const RecordHit& hit) { return core::isOneOf(m_asked.text, hit.called); });
    askNext();
}

void RecordCheck::askNext() {
    if (m_next < m_called.size()) {
        const core::EntityId entity = m_called[m_next++].entity;
        return ask(filterOf(m_asked.text, entity), 1, &RecordCheck::askNext);
    }
    ask(filterOf(m_asked.text), kMostLooked, &RecordCheck::tell);
}

void RecordCheck::ask(const QString& filter, std::size_t look, void (RecordCheck::*otherwise)()) {
    base::Result<core::Filter> parsed = core::Filter::parse(filter.toStdString(), {});
    if (!parsed)
        return;
    m_ticket = m_bridge.query<MatchingEntries>({*std::move(parsed), core::Seq(), false, 1, look},
                                               [this, otherwise](const base::Result<Matches>& answer) {
                                                   if (answer && answer->rows.empty())
                                                       (this->*otherwise)();
                                               });
}

void RecordCheck::tell() {
    std::vector<core::NamedRecord> named;
    for (const RecordHit& hit : m_called)
        named.push_back({hit.object, hit.record.salesforce ? *hit.record.salesforce : hit.record.hubspot.value_or("")});
    emit doubted(core::doubtOf(m_asked, named));
}

}  // namespace syncline::ui::stream
