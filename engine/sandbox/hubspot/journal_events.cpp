#include "engine/sandbox/hubspot/journal_events.h"

#include "engine/base/time_format.h"
#include "engine/sandbox/hubspot/association_types.h"
#include "engine/sandbox/hubspot/json_access.h"
#include "engine/sandbox/hubspot/object_types.h"
#include "engine/sandbox/hubspot/record_wire.h"

#include <algorithm>

namespace syncline::sandbox::hubspot {
namespace {

using model::EventKind;
using model::ObjectKind;

std::string actionOf(EventKind kind) {
    switch (kind) {
        case EventKind::Create:
            return "CREATE";
        case EventKind::Update:
            return "UPDATE";
        case EventKind::Merge:
            return "MERGE";
        case EventKind::Undelete:
            return "RESTORE";
        case EventKind::Delete:
        case EventKind::Erase:
        case EventKind::Gap:
            break;
    }
    return "DELETE";
}

/// One association coming or going, as the subscribed end sees it.
struct AssociationChange {
    std::string contactId;
    std::string companyId;
    bool added = true;
    bool primary = false;
    base::WallTime stamp;
};

bool wantsAssociations(const JournalSubscription& subscription, ObjectKind from) {
    const ObjectKind to = from == ObjectKind::Contact ? ObjectKind::Company : ObjectKind::Contact;
    return subscription.type == "ASSOCIATION" && subscription.objectTypeId == objectType(from).typeId
           && (subscription.associatedTypeIds.empty()
               || subscription.associatedTypeIds.contains(objectType(to).typeId));
}

}  // namespace

const model::FieldValue* changedField(const model::Event& event, std::string_view field) {
    const auto found = std::find_if(event.fields.begin(), event.fields.end(),
                                    [&](const model::FieldValue& one) { return one.field == field; });
    return found == event.fields.end() ? nullptr : &*found;
}

model::Value companyBefore(const model::Record& contact, const model::Event& event) {
    if (event.kind == EventKind::Create)
        return std::nullopt;
    const std::vector<model::Version> versions = contact.history(kPrimaryCompany);
    auto at = versions.rbegin();
    while (at != versions.rend() && at->stamp != event.stamp)
        ++at;
    while (at != versions.rend() && at->stamp == event.stamp)
        ++at;
    return at == versions.rend() ? std::nullopt : at->value;
}

json::value JournalEvents::idOf(const std::string& id) const {
    return m_portal.dialect("journal-object-id-text") ? json::value(id) : idNumber(id);
}

json::object JournalEvents::envelope(const model::Event& event, const std::string& action,
                                     const std::string& id) const {
    json::object body{{"type", "crmObject"},
                      {"portalId", m_portal.options().portalId},
                      {"occurredAt", base::formatIso8601(event.stamp)},
                      {"action", action},
                      {"objectTypeId", objectType(event.object).typeId},
                      {"objectId", idOf(id)}};
    if (m_portal.dialect("journal-has-change-source")) {
        const ChangeSource source = sourceOf(m_portal, *event.actor);
        body["changeSource"] = source.type;
        if (!source.id.empty())
            body["sourceId"] = source.id;
    }
    return body;
}

/// An empty list of properties is not said to mean all (dialect subscription-empty-means-all); whether calculated
/// properties are journaled is not said either (dialect journal-calculated).
json::object JournalEvents::propertyChanges(const model::Event& event, const JournalSubscription& subscription) const {
    const bool all = subscription.properties.empty() && m_portal.dialect("subscription-empty-means-all");
    json::object changes;
    for (const model::FieldValue& one : event.fields) {
        const auto& wanted = subscription.properties;
        if (!all && std::find(wanted.begin(), wanted.end(), one.field) == wanted.end())
            continue;
        const model::FieldSchema* field = m_portal.crm().schema(event.object).find(one.field);
        if (field != nullptr && !field->writable && !m_portal.dialect("journal-calculated"))
            continue;
        changes[one.field] = one.value ? json::value(*one.value) : json::value(nullptr);
    }
    return changes;
}

void JournalEvents::append(json::array& events, const model::Event& event,
                           const JournalSubscription& subscription) const {
    if (event.happened < subscription.created)
        return;
    if (subscription.type == "ASSOCIATION") {
        appendCompany(events, event, subscription);
        return;
    }
    if (subscription.objectTypeId != objectType(event.object).typeId)
        return;
    for (const std::string& id : event.recordIds) {
        if (!subscription.objectIds.empty() && !subscription.objectIds.contains(id))
            continue;
        if (subscription.type == "OBJECT")
            appendObject(events, event, subscription, id);
        else if (subscription.type == "GDPR_PRIVACY_DELETION" && event.kind == EventKind::Erase)
            events.push_back(envelope(event, "GDPR_DELETE", id));
    }
}

void JournalEvents::appendObject(json::array& events, const model::Event& event,
                                 const JournalSubscription& subscription, const std::string& id) const {
    const std::string action = actionOf(event.kind);
    if (!subscription.actions.contains(action))
        return;
    const model::Record* record = m_portal.crm().find(event.object, id);
    const bool mergedAway = record != nullptr && record->state == model::RecordState::Merged;
    if (event.kind == EventKind::Delete && mergedAway && m_portal.dialect("journal-merge-no-deletes"))
        return;
    const bool values = event.kind == EventKind::Create || event.kind == EventKind::Update;
    json::object changes = values ? propertyChanges(event, subscription) : json::object{};
    if (event.kind == EventKind::Update && changes.empty())
        return;
    const bool primaryId =
        event.kind == EventKind::Merge && !event.mergedIds.empty() && m_portal.dialect("journal-merge-primary-id");
    json::object body = envelope(event, action, primaryId ? event.mergedIds.front() : id);
    if (event.kind == EventKind::Merge && !m_portal.dialect("journal-merged-ids-absent")) {
        json::array merged;
        for (const std::string& one : event.mergedIds)
            merged.push_back(idOf(one));
        body["mergedObjectIds"] = std::move(merged);
    }
    body["propertyChanges"] = std::move(changes);
    events.push_back(std::move(body));
}

namespace {

json::object associationJson(const Portal& portal, const AssociationChange& change, ObjectKind from,
                             const std::function<json::value(const std::string&)>& idOf) {
    const bool contact = from == ObjectKind::Contact;
    const ObjectKind to = contact ? ObjectKind::Company : ObjectKind::Contact;
    const AssociationTypes types = associationTypesFrom(from);
    return {{"type", "association"},
            {"portalId", portal.options().portalId},
            {"occurredAt", base::formatIso8601(change.stamp)},
            {"action", change.added ? "ASSOCIATION_ADDED" : "ASSOCIATION_REMOVED"},
            {"fromObjectTypeId", objectType(from).typeId},
            {"fromObjectId", idOf(contact ? change.contactId : change.companyId)},
            {"toObjectTypeId", objectType(to).typeId},
            {"toObjectId", idOf(contact ? change.companyId : change.contactId)},
            {"associationTypeId", change.primary ? types.primary : types.plain},
            {"associationCategory", "HUBSPOT_DEFINED"},
            {"isPrimary", change.primary}};
}

}  // namespace

/// The plain association and the primary label come as two events, as with push webhooks.
void JournalEvents::appendCompany(json::array& events, const model::Event& event,
                                  const JournalSubscription& subscription) const {
    const model::FieldValue* company = changedField(event, kPrimaryCompany);
    if (company == nullptr || event.object != ObjectKind::Contact)
        return;
    const ObjectKind from =
        subscription.objectTypeId == objectType(ObjectKind::Contact).typeId ? ObjectKind::Contact : ObjectKind::Company;
    if (!wantsAssociations(subscription, from))
        return;
    for (const std::string& id : event.recordIds) {
        const model::Record* contact = m_portal.crm().find(ObjectKind::Contact, id);
        const model::Value before = contact == nullptr ? std::nullopt : companyBefore(*contact, event);
        std::vector<AssociationChange> changes;
        if (before && before != company->value) {
            changes.push_back({id, *before, false, true, event.stamp});
            if (!m_links.isSecondary(id, *before))
                changes.push_back({id, *before, false, false, event.stamp});
        }
        if (company->value) {
            changes.push_back({id, *company->value, true, false, event.stamp});
            changes.push_back({id, *company->value, true, true, event.stamp});
        }
        for (const AssociationChange& change : changes) {
            const std::string& own = from == ObjectKind::Contact ? change.contactId : change.companyId;
            const bool asked = subscription.objectIds.empty() || subscription.objectIds.contains(own);
            if (asked && subscription.actions.contains(change.added ? "ASSOCIATION_ADDED" : "ASSOCIATION_REMOVED"))
                events.push_back(
                    associationJson(m_portal, change, from, [this](const std::string& one) { return idOf(one); }));
        }
    }
}

void JournalEvents::append(json::array& events, const LinkChange& change,
                           const JournalSubscription& subscription) const {
    if (change.at < subscription.created
        || !subscription.actions.contains(change.added ? "ASSOCIATION_ADDED" : "ASSOCIATION_REMOVED"))
        return;
    const AssociationChange shown{change.contactId, change.companyId, change.added, false,
                                  m_portal.crm().clock().stamp(change.at)};
    for (const ObjectKind from : {ObjectKind::Contact, ObjectKind::Company}) {
        const std::string& own = from == ObjectKind::Contact ? change.contactId : change.companyId;
        const bool asked = subscription.objectIds.empty() || subscription.objectIds.contains(own);
        if (asked && wantsAssociations(subscription, from))
            events.push_back(
                associationJson(m_portal, shown, from, [this](const std::string& one) { return idOf(one); }));
    }
}

json::object JournalEvents::snapshot(const model::Record& record, const std::vector<std::string>& properties,
                                     base::WallTime at) const {
    const PropertyMap values = propertiesOf(m_portal, record);
    json::object shown;
    for (const std::string& name : properties) {
        const auto found = values.find(name);
        shown[name] = found == values.end() ? json::value(nullptr) : json::value(found->second);
    }
    return {{"type", "crmObject"},
            {"portalId", m_portal.options().portalId},
            {"occurredAt", base::formatIso8601(m_portal.crm().clock().stamp(at))},
            {"action", "SNAPSHOT"},
            {"objectTypeId", objectType(record.object).typeId},
            {"objectId", idOf(record.id)},
            {"propertyChanges", std::move(shown)}};
}

}  // namespace syncline::sandbox::hubspot
