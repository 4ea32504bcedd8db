#include "engine/sandbox/salesforce/describe.h"

#include "engine/sandbox/salesforce/soql_plan.h"

namespace syncline::sandbox::salesforce {
namespace json = boost::json;
namespace {

json::array picklistValues(const Column& column) {
    json::array values;
    if (column.field == nullptr)
        return values;
    for (const std::string& option : column.field->options)
        values.push_back(json::object{
            {"active", true}, {"defaultValue", false}, {"label", option}, {"validFor", nullptr}, {"value", option}});
    return values;
}

bool isNumber(ColumnType type) {
    return type == ColumnType::Integer || type == ColumnType::Double || type == ColumnType::Currency;
}

std::size_t lengthOf(const Column& column) {
    switch (column.type) {
        case ColumnType::Integer:
        case ColumnType::Double:
        case ColumnType::Currency:
        case ColumnType::Boolean:
        case ColumnType::Date:
        case ColumnType::DateTime:
        case ColumnType::Address:
            return 0;
        case ColumnType::Reference:
            return 18;
        default:
            return column.length;
    }
}

bool isNillable(const Column& column) {
    if (column.field != nullptr)
        return !column.field->required && column.type != ColumnType::Boolean && column.name != "OwnerId";
    return column.type == ColumnType::Address || column.name == "MasterRecordId";
}

/// Account.Name is one text, Contact.Name stands for its parts.
json::value compoundName(const ApiObject& object, const Column& column) {
    if (!column.compound.empty() && object.find(column.compound) != nullptr)
        return json::value(column.compound);
    return nullptr;
}

json::value relationshipName(const Column& column) {
    if (column.type != ColumnType::Reference || !column.name.ends_with("Id"))
        return nullptr;
    return json::value(column.name.substr(0, column.name.size() - 2));
}

void addNumberFacts(json::object& out, const Column& column) {
    constexpr int kDigits = 18;
    constexpr int kIntegerDigits = 8;
    const int scale = column.field != nullptr ? column.field->scale : 0;
    const bool fraction = column.type == ColumnType::Double || column.type == ColumnType::Currency;
    out["precision"] = fraction ? kDigits : 0;
    out["scale"] = fraction ? scale : 0;
    out["digits"] = column.type == ColumnType::Integer ? kIntegerDigits : 0;
}

json::object describeField(const ApiObject& object, const Column& column) {
    const bool writable = column.field != nullptr && column.field->writable;
    const bool unique = column.field != nullptr && column.field->unique;
    const bool custom = column.name.ends_with("__c");
    json::array referenceTo;
    if (!column.references.empty())
        referenceTo.emplace_back(column.references);
    json::object out{
        {"name", column.name},
        {"label", column.label},
        {"type", json::string_view(name(column.type))},
        {"length", lengthOf(column)},
        {"byteLength", lengthOf(column) * 3},
        {"nillable", isNillable(column)},
        {"createable", writable},
        {"updateable", writable},
        {"defaultedOnCreate",
         column.type == ColumnType::Boolean || column.name == "OwnerId" || column.field == nullptr},
        {"calculated", column.field != nullptr && !column.field->writable},
        {"autoNumber", false},
        {"custom", custom},
        {"externalId", unique},
        {"idLookup", unique || column.type == ColumnType::Id || column.type == ColumnType::Email},
        {"unique", unique},
        {"caseSensitive", false},
        {"nameField", column.name == "Name"},
        {"referenceTo", std::move(referenceTo)},
        {"relationshipName", relationshipName(column)},
        {"restrictedPicklist", column.field != nullptr && !column.field->options.empty() && column.field->restricted},
        {"dependentPicklist", false},
        {"controllerName", nullptr},
        {"picklistValues", picklistValues(column)},
        {"encrypted", false},
        {"permissionable", writable && isNillable(column)},
        {"compoundFieldName", compoundName(object, column)},
        {"filterable", soql::isFilterable(column.type)},
        {"sortable", soql::isSortable(column.type)},
        {"groupable", !isNumber(column.type) && soql::isSortable(column.type)},
        {"deprecatedAndHidden", false}};
    addNumberFacts(out, column);
    return out;
}

json::array childRelationships(const Org& org, const ApiObject& object) {
    json::array children;
    for (const ApiObject& child : org.objects()) {
        for (const Column& column : child.columns) {
            if (column.references != object.name || column.name == "MasterRecordId")
                continue;
            const bool contacts = child.name == "Contact" && column.name == "AccountId";
            const bool accounts = child.name == "Account" && column.name == "ParentId";
            json::value relationship = nullptr;
            if (contacts || accounts)
                relationship = contacts ? "Contacts" : "ChildAccounts";
            children.push_back(json::object{{"cascadeDelete", contacts},
                                            {"childSObject", child.name},
                                            {"deprecatedAndHidden", false},
                                            {"field", column.name},
                                            {"relationshipName", std::move(relationship)},
                                            {"restrictedDelete", false}});
        }
    }
    return children;
}

}  // namespace

json::object describeSummary(const ApiObject& object, std::string_view version) {
    const std::string base = "/services/data/v" + std::string(version) + "/sobjects/" + object.name;
    const bool record = object.kind.has_value();
    return {
        {"name", object.name},
        {"label", object.label},
        {"labelPlural", object.label + "s"},
        {"keyPrefix", object.keyPrefix},
        {"custom", false},
        {"createable", record},
        {"updateable", record},
        {"deletable", record},
        {"undeletable", record},
        {"mergeable", record},
        {"queryable", true},
        {"retrieveable", true},
        {"replicateable", true},
        {"searchable", false},
        {"layoutable", true},
        {"triggerable", true},
        {"deprecatedAndHidden", false},
        {"urls", json::object{{"sobject", base}, {"describe", base + "/describe"}, {"rowTemplate", base + "/{ID}"}}}};
}

json::object describeGlobal(const Org& org, std::string_view version) {
    json::array objects;
    for (const ApiObject& object : org.objects())
        objects.push_back(describeSummary(object, version));
    constexpr int kBatch = 200;
    return {{"encoding", "UTF-8"}, {"maxBatchSize", kBatch}, {"sobjects", std::move(objects)}};
}

json::object describeObject(const Org& org, const ApiObject& object, std::string_view version) {
    json::object out = describeSummary(object, version);
    json::array fields;
    for (const Column& column : object.columns)
        fields.push_back(describeField(object, column));
    out["fields"] = std::move(fields);
    out["childRelationships"] = childRelationships(org, object);
    out["recordTypeInfos"] = json::array();
    return out;
}

}  // namespace syncline::sandbox::salesforce
