#include "engine/sandbox/hubspot/record_lookup.h"

#include "engine/sandbox/hubspot/object_types.h"

namespace syncline::sandbox::hubspot {
namespace {

constexpr std::string_view kRecordId = "hs_object_id";

const model::Record* unlessElsewhere(const model::Record* record, bool archived) {
    if (record == nullptr)
        return nullptr;
    const auto wanted = archived ? model::RecordState::Deleted : model::RecordState::Live;
    return record->state == wanted ? record : nullptr;
}

/// Unique fields know live records only; those in the recycle bin are searched one by one.
const model::Record* archivedBy(const Portal& portal, const RecordAddress& address) {
    for (const auto& [id, record] : portal.crm().records(address.kind)) {
        if (record.state == model::RecordState::Deleted && record.value(address.idProperty) == model::Value(address.id))
            return &record;
    }
    return nullptr;
}

}  // namespace

bool isUniqueProperty(const Portal& portal, model::ObjectKind kind, const std::string& idProperty) {
    if (idProperty == kRecordId)
        return true;
    const model::FieldSchema* field = portal.crm().schema(kind).find(idProperty);
    return field != nullptr && field->unique;
}

Checked<const model::Record*> lookUp(const Portal& portal, const RecordAddress& address) {
    if (address.idProperty.empty() || address.idProperty == kRecordId) {
        const model::Record* found = address.aliases ? portal.crm().resolve(address.kind, address.id)
                                                     : portal.crm().find(address.kind, address.id);
        return unlessElsewhere(found, address.archived);
    }
    if (!isUniqueProperty(portal, address.kind, address.idProperty))
        return invalid("Unable to perform operation by non-unique " + std::string(objectType(address.kind).typeId)
                       + " property " + address.idProperty);
    if (address.archived)
        return archivedBy(portal, address);
    return portal.crm().findByUnique(address.kind, address.idProperty, address.id);
}

}  // namespace syncline::sandbox::hubspot
