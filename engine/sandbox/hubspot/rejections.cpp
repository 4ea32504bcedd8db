#include "engine/sandbox/hubspot/rejections.h"

#include "engine/sandbox/hubspot/json_access.h"
#include "engine/sandbox/hubspot/object_types.h"
#include "engine/sandbox/hubspot/property_catalog.h"

#include <algorithm>

namespace syncline::sandbox::hubspot {
namespace {

using model::Rejection;
using model::RejectionCode;

/// One value that was not valid.
struct Fault {
    std::string property;
    std::string code;
    std::string message;
};

std::string allowedOptions(const model::FieldSchema* field) {
    std::string list;
    if (field != nullptr) {
        for (const std::string& option : field->options)
            list += (list.empty() ? "" : ", ") + option;
        if (field->type == model::FieldType::Boolean)
            list = "true, false";
    }
    return "[" + list + "]";
}

/// The codes for options, unknown properties, whole numbers and missing properties are documented; the others are
/// those that clients have reported.
Fault faultOf(model::ObjectKind kind, const Rejection& rejection) {
    const model::FieldSchema* field = findProperty(kind, rejection.field);
    const std::string& name = rejection.field;
    const std::string& value = rejection.detail;
    switch (rejection.code) {
        case RejectionCode::UnknownField:
            if (isSystemProperty(kind, name))
                return {name, "READ_ONLY_VALUE", "\"" + name + "\" is a read only property; its value cannot be set."};
            return {name, "PROPERTY_DOESNT_EXIST", "Property \"" + name + "\" does not exist"};
        case RejectionCode::ReadOnly:
            return {name, "READ_ONLY_VALUE", "\"" + name + "\" is a calculated property; its value cannot be set."};
        case RejectionCode::Required:
            return {name, "MISSING_REQUIRED_PROPERTY", "Some required properties were not set: " + value};
        case RejectionCode::TooLong:
            return {name, "PROPERTY_VALUE_TOO_LONG", "The value exceeds the limit of " + value + " characters"};
        case RejectionCode::InvalidNumber:
            return {name, "INVALID_INTEGER", value + " was not a valid number."};
        case RejectionCode::InvalidDate:
            return {name, "INVALID_DATE", value + " was not a valid date."};
        case RejectionCode::InvalidEmail:
            return {name, "INVALID_EMAIL", "Email address " + value + " is invalid"};
        case RejectionCode::Blocked:
            return {name, "INVALID_EMAIL",
                    "Email address " + value + " belongs to a contact that was permanently deleted"};
        case RejectionCode::StepBack:
            return {name, "INVALID_LIFECYCLE_STAGE", value + " is before the current lifecycle stage"};
        case RejectionCode::NotUnique:
            return {name, "CONFLICTING_UNIQUE_VALUE", rejection.existingId + " already has that value."};
        default:
            break;
    }
    return {name, "INVALID_OPTION", value + " was not one of the allowed options: " + allowedOptions(field)};
}

Problem conflict(const Portal& portal, model::ObjectKind kind, const std::string& id, const Rejection& rejection) {
    const bool email = rejection.field == "email";
    const bool update = !id.empty();
    const bool as400 = email ? update && portal.dialect("email-clash-400") : !portal.dialect("unique-clash-409");
    if (as400) {
        const Fault fault = faultOf(kind, rejection);
        Problem problem = invalid("Cannot set " + rejection.field + " to " + rejection.detail + ". " + fault.message);
        problem.errors.push_back(json::object{{"message", fault.message},
                                              {"code", fault.code},
                                              {"context", {{"propertyName", jsonList(fault.property)}}}});
        return problem;
    }
    return {.status = 409,
            .category = "CONFLICT",
            .message = std::string(objectType(kind).title) + " already exists. Existing ID: " + rejection.existingId,
            .context = {{"existingId", jsonList(rejection.existingId)}}};
}

}  // namespace

Problem problemOf(const Portal& portal, model::ObjectKind kind, const std::string& id,
                  const std::vector<Rejection>& rejections) {
    json::array inMessage;
    json::array errors;
    for (const Rejection& rejection : rejections) {
        if (rejection.code == RejectionCode::NotFound || rejection.code == RejectionCode::Deleted)
            return notFound(id);
        if (rejection.code == RejectionCode::NotUnique)
            continue;
        const Fault fault = faultOf(kind, rejection);
        inMessage.push_back(json::object{
            {"isValid", false}, {"message", fault.message}, {"error", fault.code}, {"name", fault.property}});
        errors.push_back(json::object{{"message", fault.message},
                                      {"code", fault.code},
                                      {"context", {{"propertyName", jsonList(fault.property)}}}});
    }
    if (errors.empty())
        return conflict(portal, kind, id, rejections.front());
    Problem problem = invalid("Property values were not valid: " + json::serialize(inMessage));
    problem.errors = std::move(errors);
    if (portal.dialect("validation-errors-shortened") && problem.errors.size() > 1)
        problem.errors.pop_back();
    return problem;
}

}  // namespace syncline::sandbox::hubspot
