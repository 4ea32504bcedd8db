#include "engine/sandbox/hubspot/property_catalog.h"

#include "engine/base/time_format.h"
#include "engine/sandbox/hubspot/object_types.h"

#include <algorithm>
#include <set>

namespace syncline::sandbox::hubspot {
namespace {

using model::FieldSchema;
using model::FieldType;
using model::ObjectKind;

FieldSchema system(std::string name, std::string label, FieldType type) {
    return {.name = std::move(name), .label = std::move(label), .type = type, .writable = false};
}

std::vector<FieldSchema> systemOf(ObjectKind kind) {
    std::vector<FieldSchema> fields = {
        system("createdate", "Create Date", FieldType::DateTime),
        system(std::string(objectType(kind).modifiedProperty), "Last Modified Date", FieldType::DateTime),
        system("hs_object_id", "Record ID", FieldType::Integer),
        system("hs_object_source", "Record creation source", FieldType::Text),
        system("hs_object_source_id", "Record creation source ID", FieldType::Text),
        system("hs_object_source_label", "Record source", FieldType::Text),
        system("hs_merged_object_ids", "Merged record IDs", FieldType::Options),
    };
    if (kind == ObjectKind::Contact)
        fields.push_back(system("hs_calculated_merged_vids", "Merged record IDs with timestamps", FieldType::Options));
    return fields;
}

struct Kind {
    std::string_view type;
    std::string_view fieldType;
};

Kind kindOf(const FieldSchema& field) {
    switch (field.type) {
        case FieldType::Phone:
            return {"string", "phonenumber"};
        case FieldType::LongText:
            return {"string", "textarea"};
        case FieldType::Option:
        case FieldType::Reference:
            return field.references == "companies" ? Kind{"number", "number"} : Kind{"enumeration", "select"};
        case FieldType::Options:
            return {"enumeration", "checkbox"};
        case FieldType::Integer:
        case FieldType::Decimal:
            return {"number", "number"};
        case FieldType::Boolean:
            return {"bool", "booleancheckbox"};
        case FieldType::Date:
            return {"date", "date"};
        case FieldType::DateTime:
            return {"datetime", "date"};
        case FieldType::Text:
        case FieldType::Email:
        case FieldType::Url:
            break;
    }
    return {"string", "text"};
}

/// Properties of the sandbox's account that its administrator made; all others come with HubSpot.
bool isCustom(std::string_view name) {
    static const std::set<std::string_view> kCustom = {"rating",      "interests",     "score",
                                                       "birthdate",   "last_meeting",  "do_not_call",
                                                       "lead_source", "sf_contact_id", "sf_account_id"};
    return kCustom.contains(name);
}

json::array optionsOf(const FieldSchema& field) {
    std::vector<std::string> values = field.options;
    if (field.type == FieldType::Boolean)
        values = {"true", "false"};
    json::array options;
    for (const std::string& value : values) {
        std::string label = value;
        label.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(label.front())));
        options.push_back(
            json::object{{"label", label}, {"value", value}, {"displayOrder", options.size()}, {"hidden", false}});
    }
    return options;
}

}  // namespace

const std::vector<FieldSchema>& systemProperties(ObjectKind kind) {
    static const std::vector<FieldSchema> kContact = systemOf(ObjectKind::Contact);
    static const std::vector<FieldSchema> kCompany = systemOf(ObjectKind::Company);
    return kind == ObjectKind::Contact ? kContact : kCompany;
}

bool isSystemProperty(ObjectKind kind, std::string_view name) {
    const std::vector<FieldSchema>& fields = systemProperties(kind);
    return std::any_of(fields.begin(), fields.end(), [&](const FieldSchema& field) { return field.name == name; });
}

const FieldSchema* findProperty(ObjectKind kind, std::string_view name) {
    if (const FieldSchema* field = model::schemaOf(model::Side::HubSpot, kind).find(name))
        return field;
    const std::vector<FieldSchema>& fields = systemProperties(kind);
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const FieldSchema& field) { return field.name == name; });
    return found == fields.end() ? nullptr : &*found;
}

json::object propertyJson(ObjectKind kind, const FieldSchema& field) {
    const bool custom = isCustom(field.name);
    const bool owner = field.references == "OWNER";
    const Kind shown = kindOf(field);
    const bool calculated = !field.writable && !isSystemProperty(kind, field.name);
    json::object body{{"name", field.name},
                      {"label", field.label},
                      {"type", shown.type},
                      {"fieldType", calculated ? std::string_view("calculation_equation") : shown.fieldType},
                      {"description", ""},
                      {"groupName", std::string(objectType(kind).singular) + "information"},
                      {"options", optionsOf(field)},
                      {"displayOrder", -1},
                      {"calculated", calculated},
                      {"externalOptions", owner},
                      {"hasUniqueValue", field.unique && field.type != FieldType::Email},
                      {"hidden", false},
                      {"hubspotDefined", !custom},
                      {"formField", field.writable && !owner},
                      {"dataSensitivity", "non_sensitive"},
                      {"archived", false}};
    if (owner)
        body["referencedObjectType"] = "OWNER";
    body["modificationMetadata"] = json::object{{"archivable", custom},
                                                {"readOnlyDefinition", !custom},
                                                {"readOnlyOptions", !custom},
                                                {"readOnlyValue", !field.writable}};
    // A definition's own age plays no part anywhere.
    constexpr std::string_view kMade = "2026-01-02T03:04:05.000Z";
    body["createdAt"] = kMade;
    body["updatedAt"] = kMade;
    return body;
}

}  // namespace syncline::sandbox::hubspot
