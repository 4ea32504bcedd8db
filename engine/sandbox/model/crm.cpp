#include "engine/sandbox/model/crm.h"

#include "engine/sandbox/model/folding.h"
#include "engine/sandbox/model/identifiers.h"

#include <algorithm>

namespace syncline::sandbox::model {
namespace {

struct Name {
    std::string_view first;
    std::string_view last;
};

constexpr Name kStaff[] = {{"Ines", "Walter"}, {"Tom", "Okafor"},  {"Lena", "Brandt"}, {"Rui", "Costa"},
                           {"Maya", "Singh"},  {"Jon", "Eriksen"}, {"Petra", "Novak"}, {"Sam", "Integration"}};

constexpr std::uint64_t kFirstReplayId = 30'412'000;

}  // namespace

base::WallTime SourceClock::stamp(base::WallTime trueTime) const {
    if (stoppedAt)
        return *stoppedAt;
    const auto shown = (trueTime + skew).time_since_epoch();
    const auto rest = ((shown % resolution) + resolution) % resolution;
    return base::WallTime(shown - rest);
}

Crm::Crm(Side side, std::uint64_t seed, SourceClock clock)
    : m_side(side), m_clock(clock), m_random(seed), m_log(side == Side::Salesforce ? kFirstReplayId : 0, m_file) {
    m_records[ObjectKind::Company];
    m_records[ObjectKind::Contact];
    std::uint64_t number = 0;
    for (const Name& name : kStaff) {
        ++number;
        User user;
        user.firstName = name.first;
        user.lastName = name.last;
        user.email = foldCase(name.first) + "." + foldCase(name.last) + "@syncline-demo.example";
        user.active = name.first != std::string_view("Petra");
        if (side == Side::Salesforce) {
            user.id = salesforceId("005", 4000 + number);
            user.ownerId = user.id;
        } else {
            user.id = std::to_string(90020 + number);
            user.ownerId = std::to_string(51140300 + number * 7);
        }
        m_users.push_back(std::move(user));
    }
    m_lastCommitNumber = 1'100'600'000'000 + m_random.below(1'000'000);
}

const RecordMap& Crm::records(ObjectKind kind) const {
    return m_records.at(kind);
}

const Record* Crm::find(ObjectKind kind, std::string_view id) const {
    const RecordMap& all = records(kind);
    const auto found = all.find(id);
    return found == all.end() ? nullptr : &found->second;
}

const Record* Crm::resolve(ObjectKind kind, std::string_view id) const {
    const Record* record = find(kind, id);
    while (record != nullptr && record->state == RecordState::Merged)
        record = find(kind, record->mergedInto);
    return record;
}

const Record* Crm::findByUnique(ObjectKind kind, std::string_view field, std::string_view value) const {
    const FieldSchema* schemaField = schema(kind).find(field);
    if (schemaField == nullptr)
        return nullptr;
    const auto found = m_unique.find(uniqueKey(kind, schemaField->name, value));
    return found == m_unique.end() ? nullptr : find(kind, found->second);
}

const User* Crm::findUser(std::string_view idOrOwnerId) const {
    const auto found = std::find_if(m_users.begin(), m_users.end(), [&](const User& user) {
        return user.id == idOrOwnerId || user.ownerId == idOrOwnerId;
    });
    return found == m_users.end() ? nullptr : &*found;
}

void Crm::appendGap(ObjectKind kind, const std::string& id, base::WallTime now) {
    Event event;
    event.happened = now;
    event.stamp = m_clock.stamp(now);
    event.object = kind;
    event.kind = EventKind::Gap;
    event.recordIds = {id};
    event.transactionKey = uuidText(m_random.next() >> 32U, m_random.next());
    event.commitNumber = ++m_lastCommitNumber;
    append(std::move(event));
}

std::string Crm::newId(ObjectKind kind) {
    const std::uint64_t number = m_nextRecord++;
    if (m_side == Side::Salesforce)
        return salesforceId(schema(kind).key, 50'000'000 + number);
    constexpr std::uint64_t kFirst = 171'500'000'000;
    return std::to_string(kFirst + number * 101);
}

void Crm::index(const Record& record) {
    if (record.state != RecordState::Live)
        return;
    for (const std::string& key : uniqueKeys(schema(record.object), record))
        m_unique.insert_or_assign(key, record.id);
}

void Crm::unindex(const Record& record) {
    if (record.state != RecordState::Live)
        return;
    for (const std::string& key : uniqueKeys(schema(record.object), record))
        m_unique.erase(key);
}

}  // namespace syncline::sandbox::model
