#include "engine/connectors/hubspot/object_catalog.h"

#include <algorithm>
#include <utility>

namespace syncline::connectors::hubspot {
namespace {

/// (HubSpot: using object APIs.)
constexpr std::pair<std::string_view, std::string_view> kTypeIds[] = {
    {"contacts", "0-1"}, {"contact", "0-1"}, {"companies", "0-2"}, {"company", "0-2"},  {"deals", "0-3"},
    {"deal", "0-3"},     {"tickets", "0-5"}, {"ticket", "0-5"},    {"products", "0-7"}, {"line_items", "0-8"},
    {"tasks", "0-27"},   {"notes", "0-46"},  {"meetings", "0-47"}, {"calls", "0-48"},   {"emails", "0-49"},
    {"users", "0-115"},  {"leads", "0-136"},
};

PropertyKind kindFrom(mapping::Comparison comparison) {
    switch (comparison) {
        case mapping::Comparison::Number:
            return PropertyKind::Number;
        case mapping::Comparison::Boolean:
            return PropertyKind::Boolean;
        case mapping::Comparison::Date:
            return PropertyKind::Date;
        case mapping::Comparison::Instant:
            return PropertyKind::Instant;
        case mapping::Comparison::Set:
            return PropertyKind::Options;
        case mapping::Comparison::Exact:
        case mapping::Comparison::CaseInsensitive:
        case mapping::Comparison::Trimmed:
        case mapping::Comparison::PhoneDigits:
            break;
    }
    return PropertyKind::Text;
}

/// (HubSpot: properties guide, type and fieldType.)
PropertyKind kindFrom(std::string_view type, std::string_view fieldType) {
    if (type == "number")
        return PropertyKind::Number;
    if (type == "bool" || fieldType == "booleancheckbox")
        return PropertyKind::Boolean;
    if (type == "date")
        return PropertyKind::Date;
    if (type == "datetime")
        return PropertyKind::Instant;
    return type == "enumeration" && fieldType == "checkbox" ? PropertyKind::Options : PropertyKind::Text;
}

ObjectType typeOf(const mapping::ObjectMapping& mapping) {
    ObjectType type;
    type.name = mapping.object.hubspot;
    type.typeId = typeIdOf(type.name);
    type.partnerId = mapping.partnerId.hubspot;
    for (const mapping::FieldMapping& field : mapping.fields) {
        ObjectType::Property property;
        property.kind = kindFrom(field.comparison);
        property.mappedAsOptions = property.kind == PropertyKind::Options;
        type.tracked.insert(field.field.hubspot);
        type.properties.insert_or_assign(field.field.hubspot, property);
    }
    if (!type.partnerId.empty())
        type.tracked.insert(type.partnerId);
    return type;
}

}  // namespace

std::string_view modifiedProperty(std::string_view typeId) {
    return typeId == "0-1" ? "lastmodifieddate" : "hs_lastmodifieddate";
}

std::string typeIdOf(std::string_view objectName) {
    const auto* const found = std::find_if(std::begin(kTypeIds), std::end(kTypeIds),
                                           [&](const auto& one) { return one.first == objectName; });
    return std::string(found == std::end(kTypeIds) ? objectName : found->second);
}

void ObjectType::describe(const json::array& list) {
    std::map<std::string, Property, std::less<>> known;
    for (const json::value& item : list) {
        const json::object* property = item.if_object();
        if (property == nullptr)
            continue;
        const std::string type = textOrEmpty(*property, "type");
        const std::string propertyName = textOrEmpty(*property, "name");
        const auto mapped = properties.find(propertyName);
        Property one;
        one.mappedAsOptions = mapped != properties.end() && mapped->second.mappedAsOptions;
        one.kind = one.mappedAsOptions ? PropertyKind::Options : kindFrom(type, textOrEmpty(*property, "fieldType"));
        one.unique = flagMember(*property, "hasUniqueValue");
        one.enumeration = type == "enumeration";
        known.insert_or_assign(propertyName, one);
    }
    properties = std::move(known);
    described = true;
}

PropertyKind ObjectType::kindOf(std::string_view property) const {
    const auto found = properties.find(property);
    return found == properties.end() ? PropertyKind::Text : found->second.kind;
}

bool ObjectType::isUnique(std::string_view property) const {
    if (property == "hs_object_id" || (typeId == "0-1" && property == "email"))
        return true;
    const auto found = properties.find(property);
    return described ? found != properties.end() && found->second.unique : property == partnerId;
}

bool ObjectType::mayExist(std::string_view property) const {
    return !described || properties.contains(property);
}

bool ObjectType::isEnumeration(std::string_view property) const {
    const auto found = properties.find(property);
    return found != properties.end() && found->second.enumeration;
}

std::vector<std::string> ObjectType::missing() const {
    std::vector<std::string> names;
    std::copy_if(tracked.begin(), tracked.end(), std::back_inserter(names),
                 [this](const std::string& one) { return !mayExist(one); });
    return names;
}

ObjectCatalog::ObjectCatalog(const std::vector<mapping::ObjectMapping>& mappings) {
    for (const mapping::ObjectMapping& mapping : mappings) {
        if (!mapping.object.hubspot.empty())
            m_types.push_back(typeOf(mapping));
    }
}

const ObjectType* ObjectCatalog::named(std::string_view name) const {
    const auto found =
        std::find_if(m_types.begin(), m_types.end(), [&](const ObjectType& type) { return type.name == name; });
    return found == m_types.end() ? nullptr : &*found;
}

const ObjectType* ObjectCatalog::withTypeId(std::string_view typeId) const {
    const auto found =
        std::find_if(m_types.begin(), m_types.end(), [&](const ObjectType& type) { return type.typeId == typeId; });
    return found == m_types.end() ? nullptr : &*found;
}

}  // namespace syncline::connectors::hubspot
