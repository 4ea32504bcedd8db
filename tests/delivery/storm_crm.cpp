#include "tests/delivery/storm_crm.h"

#include <iterator>
#include <utility>

namespace syncline::test {

using connectors::RecordRead;
using connectors::SideField;

std::string StormCrm::make(const std::string& partner) {
    const std::string id = (m_side == core::Side::Salesforce ? "003-" : "50-") + std::to_string(m_records.size() + 1);
    Record& made = m_records[id];
    made.partner = partner;
    for (const mapping::FieldMapping& field : m_object.fields)
        made.fields[field.field[m_side]];
    if (!partner.empty())
        m_byPartner[partner] = id;
    return id;
}

void StormCrm::set(const std::string& record, const std::vector<SideField>& fields, core::WriterKind writer,
                   base::WallTime now) {
    Record& held = m_records.at(record);
    Event event{record, {}, stampOf(now), {writer, {}}, now};
    for (const SideField& field : fields) {
        if (held.fields[field.name] == field.text)
            continue;
        held.fields[field.name] = field.text;
        held.modified = event.time.last;
        Effort& effort = m_efforts[{record, field.name}];
        ++(writer == core::WriterKind::Us ? effort.ours : effort.others);
        if (m_side == core::Side::HubSpot) {
            std::vector<connectors::PastVersion>& history = held.history[field.name];
            history.insert(history.begin(), {field.text, event.time, event.writer});
            m_stream.push_back({record, {field}, event.time, event.writer, now});
        } else {
            event.fields.push_back(field);
        }
    }
    if (!event.fields.empty())
        m_stream.push_back(std::move(event));
}

std::string StormCrm::write(const connectors::RecordWrite& record, base::WallTime now) {
    std::string id = record.id.value_or("");
    if (id.empty()) {
        const auto found = m_byPartner.find(*record.key->text);
        id = found == m_byPartner.end() ? make(*record.key->text) : found->second;
    }
    set(id, record.fields, core::WriterKind::Us, now);
    return id;
}

RecordRead StormCrm::read(const std::string& record) const {
    const Record& held = m_records.at(record);
    RecordRead read;
    read.askedFor = read.id = record;
    read.found = true;
    for (const auto& [field, text] : held.fields)
        read.fields.push_back({field, text});
    if (!held.partner.empty())
        read.fields.push_back({m_object.partnerId[m_side], held.partner});
    read.modified = held.modified;
    read.history = held.history;
    return read;
}

std::vector<RecordRead> StormCrm::findByPartner(const std::string& partner) const {
    const auto found = m_byPartner.find(partner);
    if (found == m_byPartner.end())
        return {};
    RecordRead one = read(found->second);
    one.askedFor = partner;
    return {std::move(one)};
}

std::optional<std::string> StormCrm::held(const std::string& record, const std::string& field) const {
    return m_records.at(record).fields.at(field);
}

StormCrm::Effort StormCrm::effortOf(const std::string& record, const std::string& field) const {
    const auto found = m_efforts.find({record, field});
    return found == m_efforts.end() ? Effort{} : found->second;
}

std::string StormCrm::recordAt(std::size_t index) const {
    return std::next(m_records.begin(), static_cast<std::ptrdiff_t>(index))->first;
}

core::SourceTime StormCrm::stampOf(base::WallTime now) const {
    const base::WallTime at = now + m_wrongBy;
    if (m_side == core::Side::HubSpot)
        return {at, at, false, false};
    const base::WallTime second = std::chrono::floor<std::chrono::seconds>(at);
    return {second, second + std::chrono::milliseconds(999), false, false};
}

}  // namespace syncline::test
