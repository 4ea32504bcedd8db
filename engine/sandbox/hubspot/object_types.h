#pragma once

#include "engine/sandbox/model/types.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::sandbox::hubspot {

/// How HubSpot calls one kind of records in its various places.
struct ObjectType {
    model::ObjectKind kind;
    std::string_view plural;            ///< "contacts"
    std::string_view singular;          ///< "contact"
    std::string_view capital;           ///< "CONTACT"
    std::string_view title;             ///< "Contact"
    std::string_view typeId;            ///< "0-1"
    std::string_view modifiedProperty;  ///< "lastmodifieddate": contacts have another one than all others
};

[[nodiscard]] const ObjectType& objectType(model::ObjectKind kind);
/// By plural, singular or type id; null for what the sandbox does not have.
[[nodiscard]] const ObjectType* findObjectType(std::string_view name);

/// "crm.objects.contacts.read"
[[nodiscard]] std::string objectScope(model::ObjectKind kind, bool write);
[[nodiscard]] std::string schemaScope(model::ObjectKind kind, bool write);

}  // namespace syncline::sandbox::hubspot
