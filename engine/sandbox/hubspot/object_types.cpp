#include "engine/sandbox/hubspot/object_types.h"

namespace syncline::sandbox::hubspot {
namespace {

constexpr ObjectType kContact{model::ObjectKind::Contact, "contacts", "contact", "CONTACT", "Contact", "0-1",
                              "lastmodifieddate"};
constexpr ObjectType kCompany{model::ObjectKind::Company, "companies", "company", "COMPANY", "Company", "0-2",
                              "hs_lastmodifieddate"};

std::string scope(std::string_view family, model::ObjectKind kind, bool write) {
    return "crm." + std::string(family) + "." + std::string(objectType(kind).plural) + (write ? ".write" : ".read");
}

}  // namespace

const ObjectType& objectType(model::ObjectKind kind) {
    return kind == model::ObjectKind::Contact ? kContact : kCompany;
}

const ObjectType* findObjectType(std::string_view name) {
    for (const ObjectType* type : {&kContact, &kCompany}) {
        if (name == type->plural || name == type->singular || name == type->typeId)
            return type;
    }
    return nullptr;
}

std::string objectScope(model::ObjectKind kind, bool write) {
    return scope("objects", kind, write);
}

std::string schemaScope(model::ObjectKind kind, bool write) {
    return scope("schemas", kind, write);
}

}  // namespace syncline::sandbox::hubspot
