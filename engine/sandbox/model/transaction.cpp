#include "engine/sandbox/model/transaction.h"

#include "engine/sandbox/model/automation.h"
#include "engine/sandbox/model/folding.h"
#include "engine/sandbox/model/identifiers.h"
#include "engine/sandbox/model/validation.h"

#include <algorithm>

namespace syncline::sandbox::model {
namespace {

void addOnce(std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end())
        names.push_back(name);
}

WriteOutcome refused(std::string_view id, Rejection rejection) {
    return {std::string(id), false, {std::move(rejection)}};
}

/// What a platform sets by itself when a create leaves it out.
void addDefaults(const Crm& crm, const ObjectSchema& object, const Actor& actor, std::vector<FieldValue>& fields) {
    if (crm.side() != Side::Salesforce)
        return;
    for (const FieldSchema& field : object.fields) {
        const bool given = std::any_of(fields.begin(), fields.end(),
                                       [&](const FieldValue& value) { return value.field == field.name; });
        if (!given && field.type == FieldType::Boolean)
            fields.push_back({field.name, "false"});
        if (!given && field.name == "OwnerId")
            fields.push_back({field.name, actor.userId});
    }
}

}  // namespace

Transaction::Transaction(Crm& crm, Actor actor, base::WallTime now)
    : m_crm(crm),
      m_actor(std::move(actor)),
      m_randomBefore(crm.m_random),
      m_nextRecordBefore(crm.m_nextRecord),
      m_now(now),
      m_stamp(crm.m_clock.stamp(now)),
      m_key(uuidText(crm.m_random.next() >> 32U, crm.m_random.next())) {}

Transaction::~Transaction() {
    if (!m_committed)
        rollBack();
}

WriteOutcome Transaction::create(ObjectKind kind, std::vector<FieldValue> fields, std::uint64_t twin) {
    std::vector<Rejection> rejections = checkRow(m_crm, kind, nullptr, m_actor, fields);
    if (!rejections.empty())
        return {{}, false, std::move(rejections)};
    addDefaults(m_crm, m_crm.schema(kind), m_actor, fields);
    Record fresh;
    fresh.id = m_crm.newId(kind);
    fresh.object = kind;
    fresh.created = m_stamp;
    fresh.createdBy = m_actor.userId;
    fresh.creator = m_actor;
    fresh.twin = twin;
    Record& record = insert(std::move(fresh));
    write(record, fields, EventKind::Create, m_actor);
    runAutomations(record, fields, EventKind::Create);
    return {record.id, true, {}};
}

WriteOutcome Transaction::update(ObjectKind kind, std::string_view id, std::vector<FieldValue> fields) {
    if (auto rejection = rejectUnlessLive(kind, id))
        return refused(id, std::move(*rejection));
    const Record& before = *m_crm.find(kind, id);
    std::vector<Rejection> rejections = checkRow(m_crm, kind, &before, m_actor, fields);
    if (!rejections.empty())
        return {std::string(id), false, std::move(rejections)};
    std::erase_if(fields, [&](const FieldValue& given) { return given.value == before.value(given.field); });
    if (!fields.empty()) {
        Record& record = touch(kind, id);
        write(record, fields, EventKind::Update, m_actor);
        runAutomations(record, fields, EventKind::Update);
    }
    return {std::string(id), false, {}};
}

WriteOutcome Transaction::remove(ObjectKind kind, std::string_view id) {
    if (auto rejection = rejectUnlessLive(kind, id))
        return refused(id, std::move(*rejection));
    const std::string removed(id);
    leave(touch(kind, id), RecordState::Deleted, {});
    if (kind == ObjectKind::Company && m_crm.side() == Side::HubSpot)
        repoint(removed, {});
    if (kind == ObjectKind::Company && m_crm.side() == Side::Salesforce) {
        std::vector<std::string> children;
        for (const auto& [childId, child] : m_crm.records(ObjectKind::Contact)) {
            if (child.state == RecordState::Live && child.value("AccountId") == Value(removed))
                children.push_back(childId);
        }
        for (const std::string& child : children)
            leave(touch(ObjectKind::Contact, child), RecordState::Deleted, {});
    }
    return {removed, false, {}};
}

WriteOutcome Transaction::undelete(ObjectKind kind, std::string_view id) {
    const Record* found = m_crm.find(kind, id);
    if (found == nullptr || found->state == RecordState::Erased)
        return refused(id, {RejectionCode::NotFound, {}, {}, {}});
    if (found->state != RecordState::Deleted)
        return refused(id, {RejectionCode::NotDeleted, {}, {}, {}});
    for (const FieldSchema& field : m_crm.schema(kind).fields) {
        const Value value = field.unique ? found->value(field.name) : Value();
        const Record* holder = value ? m_crm.findByUnique(kind, field.name, *value) : nullptr;
        if (holder != nullptr)
            return refused(id, {RejectionCode::NotUnique, field.name, *value, holder->id});
    }
    Record& record = touch(kind, id);
    record.state = RecordState::Live;
    record.removed = {};
    record.modified = m_stamp;
    m_crm.index(record);
    pending(EventKind::Undelete, record, m_actor);
    return {record.id, false, {}};
}

WriteOutcome Transaction::merge(ObjectKind kind, std::string_view winner, const std::vector<std::string>& losers) {
    if (auto rejection = rejectUnlessLive(kind, winner))
        return refused(winner, std::move(*rejection));
    for (const std::string& loser : losers) {
        if (loser == winner)
            return refused(winner, {RejectionCode::InvalidReference, {}, "a record cannot be merged with itself", {}});
        if (auto rejection = rejectUnlessLive(kind, loser))
            return refused(loser, std::move(*rejection));
    }
    if (m_crm.side() == Side::HubSpot)
        return {mergeIntoNew(touch(kind, winner), losers), false, {}};
    Record& survivor = touch(kind, winner);
    const std::vector<FieldValue> fills = fillsFrom(survivor, losers);
    for (const std::string& loser : losers) {
        leave(touch(kind, loser), RecordState::Merged, survivor.id);
        if (kind == ObjectKind::Company)
            repoint(loser, survivor.id);
    }
    if (!fills.empty())
        write(survivor, fills, EventKind::Update, m_actor);
    return {survivor.id, false, {}};
}

WriteOutcome Transaction::purge(ObjectKind kind, std::string_view id) {
    const Record* found = m_crm.find(kind, id);
    if (found == nullptr || found->state == RecordState::Erased)
        return refused(id, {RejectionCode::NotFound, {}, {}, {}});
    const std::string purged = found->id;
    // What was deleted in this very transaction has still to be told of.
    if (found->state == RecordState::Live || m_before.contains({kind, purged}))
        return refused(id, {RejectionCode::NotDeleted, {}, {}, {}});
    Record& record = touch(kind, id);
    if (record.state == RecordState::Merged && m_crm.side() == Side::HubSpot) {
        record.fields.clear();
        record.aside = {};
    } else {
        m_crm.m_records.at(kind).erase(purged);
    }
    return {purged, false, {}};
}

WriteOutcome Transaction::erase(ObjectKind kind, std::string_view id) {
    const Record* found = m_crm.find(kind, id);
    if (found == nullptr || found->state == RecordState::Erased)
        return refused(id, {RejectionCode::NotFound, {}, {}, {}});
    Record& record = touch(kind, id);
    if (const Value email = record.value("email"))
        m_blocked.push_back(foldCase(*email));
    leave(record, RecordState::Erased, {});
    m_pending.back().kind = EventKind::Erase;
    record.fields.clear();
    record.aside = {};
    return {record.id, false, {}};
}

void Transaction::commit() {
    std::vector<Event> events;
    for (const Pending& one : m_pending) {
        Event event = eventOf(one);
        const auto same = std::find_if(events.begin(), events.end(), [&](const Event& earlier) {
            return m_crm.side() == Side::Salesforce && event.kind == EventKind::Update && earlier.kind == event.kind
                   && earlier.object == event.object && earlier.fields == event.fields;
        });
        if (same != events.end()) {
            same->recordIds.push_back(one.id);
            continue;
        }
        event.sequence = static_cast<int>(events.size()) + 1;
        events.push_back(std::move(event));
    }
    // Within one Salesforce transaction the commit time of the last events can be a second later than that of the
    // first.
    constexpr std::chrono::milliseconds kCoarse{1000};
    if (events.size() > 2 && m_crm.m_clock.resolution >= kCoarse && m_crm.m_random.chance(0.25))
        events.back().stamp += m_crm.m_clock.resolution;
    if (!events.empty())
        ++m_crm.m_lastCommitNumber;
    for (Event& event : events) {
        event.commitNumber = m_crm.m_lastCommitNumber;
        m_crm.append(std::move(event));
    }
    for (const auto& [key, before] : m_before)
        m_crm.m_unsaved.insert(key);
    m_crm.m_blockedEmails.insert(m_blocked.begin(), m_blocked.end());
    m_committed = true;
}

std::optional<Rejection> Transaction::rejectUnlessLive(ObjectKind kind, std::string_view id) const {
    const Record* record = m_crm.find(kind, id);
    if (record == nullptr || record->state == RecordState::Erased)
        return Rejection{RejectionCode::NotFound, {}, {}, {}};
    if (record->state != RecordState::Live)
        return Rejection{RejectionCode::Deleted, {}, {}, record->mergedInto};
    return std::nullopt;
}

Record& Transaction::touch(ObjectKind kind, std::string_view id) {
    Record& record = m_crm.m_records.at(kind).find(id)->second;
    m_before.try_emplace({kind, record.id}, record);
    return record;
}

Record& Transaction::insert(Record record) {
    m_before.try_emplace({record.object, record.id}, std::nullopt);
    RecordMap& all = m_crm.m_records.at(record.object);
    const std::string id = record.id;
    return all.insert_or_assign(id, std::move(record)).first->second;
}

Transaction::Pending& Transaction::pending(EventKind kind, const Record& record, const Actor& actor) {
    const auto found = std::find_if(m_pending.begin(), m_pending.end(), [&](const Pending& one) {
        return one.object == record.object && one.id == record.id && one.actor == actor;
    });
    if (found != m_pending.end())
        return *found;
    Pending fresh;
    fresh.kind = kind;
    fresh.object = record.object;
    fresh.id = record.id;
    fresh.actor = actor;
    return m_pending.emplace_back(std::move(fresh));
}

void Transaction::write(Record& record, const std::vector<FieldValue>& fields, EventKind kind, const Actor& actor) {
    m_crm.unindex(record);
    Pending& event = pending(kind, record, actor);
    for (const FieldValue& given : fields) {
        if (given.value == record.value(given.field))
            continue;
        store(record, given.field, given.value, actor);
        addOnce(event.fields, given.field);
        if (m_crm.side() == Side::HubSpot && given.field == "email") {
            const Value domain = given.value ? Value(given.value->substr(given.value->find('@') + 1)) : Value();
            store(record, "hs_email_domain", domain, {ActorKind::Automation, {}, "CALCULATED", {}});
            addOnce(event.fields, "hs_email_domain");
        }
    }
    record.modified = m_stamp;
    if (!actor.userId.empty() && record.modifiedBy != actor.userId) {
        event.newModifier = true;
        record.modifiedBy = actor.userId;
    }
    m_crm.index(record);
}

void Transaction::store(Record& record, const std::string& field, const Value& value, const Actor& actor) {
    record.add(field, {value, m_stamp, m_crm.m_actors.share(actor)}, m_crm.m_file);
}

void Transaction::runAutomations(Record& record, const std::vector<FieldValue>& written, EventKind kind) {
    for (const AutomatedChange& change : automatedChanges(m_crm.side(), record, written)) {
        const std::vector<FieldValue> fields = {{change.field, change.value}};
        const Actor automation{ActorKind::Automation, {}, change.automation, {}};
        if (m_crm.side() == Side::HubSpot) {
            write(record, fields, EventKind::Update, automation);
            continue;
        }
        store(record, change.field, change.value, automation);
        Pending& event = pending(kind, record, m_actor);
        addOnce(event.fields, change.field);
        addOnce(event.automated, change.field);
    }
}

void Transaction::leave(Record& record, RecordState state, const std::string& mergedInto) {
    m_crm.unindex(record);
    record.state = state;
    record.removed = m_stamp;
    record.modified = m_stamp;
    record.mergedInto = mergedInto;
    std::erase_if(m_pending, [&](const Pending& one) { return one.object == record.object && one.id == record.id; });
    if (m_before.at({record.object, record.id}))
        pending(EventKind::Delete, record, m_actor);
}

void Transaction::repoint(const std::string& fromCompany, const Value& toCompany) {
    const std::string field = m_crm.side() == Side::Salesforce ? "AccountId" : "associatedcompanyid";
    std::vector<std::string> members;
    for (const auto& [id, contact] : m_crm.records(ObjectKind::Contact)) {
        if (contact.state == RecordState::Live && contact.value(field) == Value(fromCompany))
            members.push_back(id);
    }
    for (const std::string& id : members)
        write(touch(ObjectKind::Contact, id), {{field, toCompany}}, EventKind::Update, m_actor);
}

std::vector<FieldValue> Transaction::fillsFrom(const Record& winner, const std::vector<std::string>& losers) const {
    std::vector<FieldValue> fills;
    for (const FieldSchema& field : m_crm.schema(winner.object).fields) {
        if (!field.writable || winner.value(field.name))
            continue;
        for (const std::string& loser : losers) {
            if (const Value value = m_crm.find(winner.object, loser)->value(field.name)) {
                fills.push_back({field.name, value});
                break;
            }
        }
    }
    return fills;
}

std::string Transaction::mergeIntoNew(const Record& winner, const std::vector<std::string>& losers) {
    Record merged = winner;
    merged.id = m_crm.newId(winner.object);
    merged.modified = m_stamp;
    merged.mergedFrom.push_back(winner.id);
    std::vector<FieldValue> fields = fillsFrom(winner, losers);
    std::vector<std::string> emails = splitOptions(winner.value("hs_additional_emails").value_or(""));
    std::vector<std::string> parts = {winner.id};
    for (const std::string& id : losers) {
        const Record& loser = touch(winner.object, id);
        merged.mergedFrom.push_back(id);
        merged.mergedFrom.insert(merged.mergedFrom.end(), loser.mergedFrom.begin(), loser.mergedFrom.end());
        parts.push_back(id);
        if (loser.value("email") && winner.value("email"))
            emails.push_back(*loser.value("email"));
        for (const std::string& more : splitOptions(loser.value("hs_additional_emails").value_or("")))
            emails.push_back(more);
    }
    if (!emails.empty())
        fields.push_back({"hs_additional_emails", joinOptions(emails)});
    for (const std::string& id : parts)
        leave(touch(winner.object, id), RecordState::Merged, merged.id);
    // The record that was kept is said to be merged, not deleted: only the others get a deletion event.
    std::erase_if(m_pending, [&](const Pending& one) { return one.id == parts.front(); });
    Record& survivor = insert(std::move(merged));
    write(survivor, fields, EventKind::Merge, m_actor);
    Pending& event = pending(EventKind::Merge, survivor, m_actor);
    event.kind = EventKind::Merge;
    event.mergedIds = parts;
    if (survivor.object == ObjectKind::Company) {
        for (const std::string& id : parts)
            repoint(id, survivor.id);
    }
    return survivor.id;
}

Event Transaction::eventOf(const Pending& one) const {
    const Record& record = *m_crm.find(one.object, one.id);
    Event event;
    event.happened = m_now;
    event.stamp = m_stamp;
    event.object = one.object;
    event.kind = one.kind;
    event.recordIds = {one.id};
    event.automated = one.automated;
    event.actor = m_crm.m_actors.share(one.actor);
    event.newModifier = one.newModifier;
    event.transactionKey = m_key;
    event.mergedIds = one.mergedIds;
    if (one.kind == EventKind::Create || one.kind == EventKind::Undelete) {
        for (const auto& [field, versions] : record.fields) {
            if (!versions.empty() && versions.back().value)
                event.fields.push_back({field, versions.back().value});
        }
    } else if (one.kind == EventKind::Update || one.kind == EventKind::Merge) {
        for (const std::string& field : one.fields)
            event.fields.push_back({field, record.value(field)});
        std::sort(event.fields.begin(), event.fields.end(),
                  [](const FieldValue& a, const FieldValue& b) { return a.field < b.field; });
    }
    return event;
}

void Transaction::rollBack() {
    m_crm.m_random = m_randomBefore;
    m_crm.m_nextRecord = m_nextRecordBefore;
    for (auto& [key, before] : m_before) {
        RecordMap& all = m_crm.m_records.at(key.first);
        const auto now = all.find(key.second);
        if (now != all.end())
            m_crm.unindex(now->second);
        if (!before)
            all.erase(now);
        else
            all.insert_or_assign(key.second, *before);
    }
    for (const auto& [key, before] : m_before) {
        if (before)
            m_crm.index(*before);
    }
}

}  // namespace syncline::sandbox::model
