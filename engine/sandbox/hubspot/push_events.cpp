#include "engine/sandbox/hubspot/push_events.h"

#include "engine/sandbox/hubspot/association_types.h"
#include "engine/sandbox/hubspot/journal_events.h"
#include "engine/sandbox/hubspot/json_access.h"
#include "engine/sandbox/hubspot/object_types.h"
#include "engine/sandbox/hubspot/record_wire.h"

namespace syncline::sandbox::hubspot {
namespace {

using model::EventKind;
using model::ObjectKind;

ObjectKind kindOf(const PushSubscription& subscription) {
    const ObjectType* type =
        findObjectType(subscription.object == "object" ? subscription.objectTypeId : subscription.object);
    return type == nullptr ? ObjectKind::Contact : type->kind;
}

std::string_view verbOf(EventKind kind) {
    switch (kind) {
        case EventKind::Create:
            return "creation";
        case EventKind::Delete:
        case EventKind::Erase:
            return "deletion";
        case EventKind::Undelete:
            return "restore";
        case EventKind::Merge:
            return "merge";
        case EventKind::Update:
        case EventKind::Gap:
            break;
    }
    return "propertyChange";
}

}  // namespace

struct PushEvents::Change {
    std::string contactId;
    std::string companyId;
    bool added = true;
    bool primary = false;
    base::WallTime stamp;
};

/// The type's member has two names in the wild (dialect push-event-type-member). eventId is not unique: it tells the
/// moment and the subscription only.
json::object PushEvents::common(const PushSubscription& subscription, base::WallTime stamp) const {
    constexpr std::int64_t kSmall = 1'000'000'000;
    const std::int64_t at = stamp.time_since_epoch().count();
    json::object body{{"eventId", (at + subscription.id) % kSmall},
                      {"subscriptionId", subscription.id},
                      {"portalId", m_portal.options().portalId},
                      {"appId", m_portal.options().appId},
                      {"occurredAt", at}};
    body[m_portal.dialect("push-event-type-member") ? "eventType" : "subscriptionType"] = subscription.type();
    body["attemptNumber"] = 0;
    return body;
}

json::object PushEvents::envelope(const model::Event& event, const PushSubscription& subscription) const {
    json::object body = common(subscription, event.stamp);
    body["objectId"] = idNumber(event.recordIds.front());
    if (subscription.object == "object")
        body["objectTypeId"] = objectType(event.object).typeId;
    const ChangeSource source = sourceOf(m_portal, *event.actor);
    body["changeSource"] = source.type;
    if (!source.id.empty() && !m_portal.dialect("push-source-absent"))
        body["sourceId"] = source.id;
    return body;
}

void PushEvents::append(std::vector<json::object>& events, const model::Event& event,
                        const PushSubscription& subscription) const {
    if (event.happened < subscription.created)
        return;
    if (subscription.verb == "associationChange") {
        appendCompany(events, event, subscription);
        return;
    }
    if (kindOf(subscription) != event.object)
        return;
    if (subscription.verb == "propertyChange") {
        appendProperty(events, event, subscription);
        return;
    }
    if (subscription.verb == "privacyDeletion") {
        if (event.kind == EventKind::Erase)
            events.push_back(envelope(event, subscription));
        return;
    }
    if (subscription.verb != verbOf(event.kind))
        return;
    json::object body = envelope(event, subscription);
    if (event.kind == EventKind::Create)
        body["changeFlag"] = "NEW";
    if (event.kind == EventKind::Merge && !event.mergedIds.empty()) {
        json::array merged;
        for (std::size_t i = 1; i < event.mergedIds.size(); ++i)
            merged.push_back(idNumber(event.mergedIds[i]));
        body["objectId"] = idNumber(event.mergedIds.front());
        body["primaryObjectId"] = idNumber(event.mergedIds.front());
        body["mergedObjectIds"] = std::move(merged);
        body["newObjectId"] = idNumber(event.recordIds.front());
        body["numberOfPropertiesMoved"] = event.fields.size();
    }
    events.push_back(std::move(body));
}

void PushEvents::appendProperty(std::vector<json::object>& events, const model::Event& event,
                                const PushSubscription& subscription) const {
    const bool values = event.kind == EventKind::Create || event.kind == EventKind::Update;
    const model::FieldValue* changed = values ? changedField(event, subscription.propertyName) : nullptr;
    if (changed == nullptr)
        return;
    json::object body = envelope(event, subscription);
    body["propertyName"] = changed->field;
    body["propertyValue"] = changed->value.value_or("");
    events.push_back(std::move(body));
}

json::object PushEvents::association(const Change& change, const PushSubscription& subscription) const {
    const bool contact = kindOf(subscription) == ObjectKind::Contact;
    json::object body = common(subscription, change.stamp);
    body["changeSource"] = "USER";
    if (subscription.object == "object") {
        const ObjectKind to = contact ? ObjectKind::Company : ObjectKind::Contact;
        const AssociationTypes types = associationTypesFrom(kindOf(subscription));
        body["fromObjectTypeId"] = subscription.objectTypeId;
        body["toObjectTypeId"] = objectType(to).typeId;
        body["associationTypeId"] = change.primary ? types.primary : types.plain;
        body["associationCategory"] = "HUBSPOT_DEFINED";
    } else {
        body["associationType"] = contact ? "CONTACT_TO_COMPANY" : "COMPANY_TO_CONTACT";
    }
    body["fromObjectId"] = idNumber(contact ? change.contactId : change.companyId);
    body["toObjectId"] = idNumber(contact ? change.companyId : change.contactId);
    body["associationRemoved"] = !change.added;
    body["isPrimaryAssociation"] = change.primary;
    return body;
}

void PushEvents::appendCompany(std::vector<json::object>& events, const model::Event& event,
                               const PushSubscription& subscription) const {
    const model::FieldValue* company = changedField(event, kPrimaryCompany);
    if (company == nullptr || event.object != ObjectKind::Contact)
        return;
    const std::string& id = event.recordIds.front();
    const model::Record* contact = m_portal.crm().find(ObjectKind::Contact, id);
    const model::Value before = contact == nullptr ? std::nullopt : companyBefore(*contact, event);
    if (before && before != company->value) {
        events.push_back(association({id, *before, false, true, event.stamp}, subscription));
        if (!m_links.isSecondary(id, *before))
            events.push_back(association({id, *before, false, false, event.stamp}, subscription));
    }
    if (company->value) {
        events.push_back(association({id, *company->value, true, false, event.stamp}, subscription));
        events.push_back(association({id, *company->value, true, true, event.stamp}, subscription));
    }
}

void PushEvents::append(std::vector<json::object>& events, const LinkChange& change,
                        const PushSubscription& subscription) const {
    if (change.at < subscription.created || subscription.verb != "associationChange")
        return;
    events.push_back(
        association({change.contactId, change.companyId, change.added, false, m_portal.crm().clock().stamp(change.at)},
                    subscription));
}

}  // namespace syncline::sandbox::hubspot
