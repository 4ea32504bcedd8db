#include "engine/sandbox/salesforce/wire_values.h"

#include "engine/sandbox/model/folding.h"
#include "engine/sandbox/salesforce/json_text.h"
#include "engine/sandbox/salesforce/times.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace syncline::sandbox::salesforce {
namespace json = boost::json;
namespace {

json::value integer(const std::string& text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        return json::value(std::strtod(text.c_str(), nullptr));
    return json::value(number);
}

/// {"city":…,"country":…,…}, or null when every component is blank (Salesforce: Object Reference, address compound).
json::value address(const Column& column, const Row& row) {
    const model::ObjectSchema& schema = model::schemaOf(model::Side::Salesforce, row.record->object);
    json::object parts{{"geocodeAccuracy", nullptr}, {"latitude", nullptr}, {"longitude", nullptr}};
    bool blank = true;
    for (const model::FieldSchema& field : schema.fields) {
        if (field.compound != column.name)
            continue;
        std::string key = field.component;
        key.front() = model::foldCase(key.substr(0, 1)).front();
        const model::Value value = row.record->value(field.name);
        blank = blank && !value;
        parts[key] = wireValue(ColumnType::Text, value);
    }
    return blank ? json::value(nullptr) : json::value(std::move(parts));
}

bool holdsText(ColumnType type) {
    switch (type) {
        case ColumnType::Text:
        case ColumnType::LongText:
        case ColumnType::Email:
        case ColumnType::Phone:
        case ColumnType::Url:
        case ColumnType::Picklist:
        case ColumnType::MultiPicklist:
            return true;
        default:
            return false;
    }
}

bool holdsNumber(ColumnType type) {
    return type == ColumnType::Integer || type == ColumnType::Double || type == ColumnType::Currency;
}

std::string numberText(const json::value& value) {
    std::string text = jsonText(value);
    if (text.ends_with(".0"))
        text.resize(text.size() - 2);
    return text;
}

ApiError wrongKind(const Column& column, const json::value& value) {
    return {400,
            "JSON_PARSER_ERROR",
            "Cannot deserialize instance of " + std::string(name(column.type)) + " from value " + jsonText(value)
                + " or request may be missing a required field",
            {column.name}};
}

/// JSON of a scalar field in the model's form.
Checked<model::Value> scalar(const Org& org, const Column& column, const json::value& value) {
    if (value.is_null())
        return model::Value();
    if (value.is_string()) {
        const std::string text(value.get_string().data(), value.get_string().size());
        if (text.empty() && !holdsText(column.type) && org.dialect("empty-string-refused"))
            return wrongKind(column, value);
        return text.empty() ? model::Value() : model::Value(text);
    }
    if (value.is_bool() && column.type == ColumnType::Boolean)
        return model::Value(value.get_bool() ? "true" : "false");
    if (value.is_number() && holdsNumber(column.type))
        return model::Value(numberText(value));
    return wrongKind(column, value);
}

/// {"Account":{"HubSpot_Id__c":"77"}} in place of AccountId (Salesforce: REST API guide, relationship by external id).
Checked<model::Value> relationship(const Org& org, const Column& column, const json::object& named) {
    const ApiObject* target = org.findObject(column.references);
    for (const auto& [key, value] : named) {
        if (key == "attributes")
            continue;
        const std::string field(key.data(), key.size());
        const Column* external = target != nullptr ? target->find(field) : nullptr;
        if (external == nullptr || external->field == nullptr || !external->field->unique || !value.is_string())
            return noSuchColumn(field, column.references);
        const std::string text(value.get_string().data(), value.get_string().size());
        const model::Record* record = org.crm().findByUnique(*target->kind, external->name, text);
        if (record == nullptr)
            return ApiError{400,
                            "INVALID_FIELD",
                            "Foreign key external ID: " + text + " not found for field " + external->name
                                + " in entity " + target->name,
                            {}};
        return model::Value(record->id);
    }
    return notWritable(column.name);
}

/// The reference field that a member such as "Account" stands for; null when it is no relationship.
const Column* relationshipColumn(const ApiObject& object, const std::string& member) {
    const Column* column = object.find(member + "Id");
    return column != nullptr && column->type == ColumnType::Reference && column->field != nullptr ? column : nullptr;
}

Checked<model::FieldValue> fieldToWrite(const Org& org, const ApiObject& object, const std::string& name,
                                        const json::value& value) {
    const Column* column = object.find(name);
    if (column == nullptr && value.is_object()) {
        column = relationshipColumn(object, name);
        if (column == nullptr)
            return noSuchColumn(name, object.name);
        const auto found = relationship(org, *column, value.get_object());
        return found ? Checked<model::FieldValue>({column->name, *found}) : found.errors();
    }
    if (column == nullptr)
        return noSuchColumn(name, object.name);
    if (column->field == nullptr || !column->field->writable)
        return notWritable(column->name);
    const auto read = scalar(org, *column, value);
    return read ? Checked<model::FieldValue>({column->name, *read}) : read.errors();
}

}  // namespace

json::value wireValue(ColumnType type, const model::Value& value) {
    if (!value)
        return type == ColumnType::Boolean ? json::value(false) : json::value(nullptr);
    switch (type) {
        case ColumnType::Boolean:
            return json::value(*value == "true");
        case ColumnType::Integer:
            return integer(*value);
        case ColumnType::Double:
        case ColumnType::Currency:
            return json::value(std::strtod(value->c_str(), nullptr));
        case ColumnType::DateTime:
            return json::value(restDateTime(std::string_view(*value)));
        default:
            return json::value(*value);
    }
}

json::value readColumn(const Column& column, const Row& row) {
    return column.type == ColumnType::Address ? address(column, row) : wireValue(column.type, column.text(row));
}

json::object readRow(const ApiObject& object, const std::vector<const Column*>& columns, const Row& row,
                     std::string_view version) {
    const std::string& id = row.record != nullptr ? row.record->id : row.user->id;
    const std::string url = "/services/data/v" + std::string(version) + "/sobjects/" + object.name + "/" + id;
    json::object out{{"attributes", json::object{{"type", object.name}, {"url", url}}}};
    for (const Column* column : columns)
        out[column->name] = readColumn(*column, row);
    return out;
}

Checked<std::vector<model::FieldValue>> fieldsToWrite(const Org& org, const ApiObject& object,
                                                      const json::object& record,
                                                      const std::vector<std::string>& ignored) {
    std::vector<model::FieldValue> fields;
    std::vector<ApiError> errors;
    for (const auto& [key, value] : record) {
        const std::string name(key.data(), key.size());
        const bool skipped = std::any_of(ignored.begin(), ignored.end(), [&](const std::string& one) {
            return model::foldCase(one) == model::foldCase(name);
        });
        if (name == "attributes" || skipped)
            continue;
        const auto field = fieldToWrite(org, object, name, value);
        if (field)
            fields.push_back(*field);
        else
            errors.insert(errors.end(), field.errors().begin(), field.errors().end());
    }
    if (!errors.empty())
        return errors;
    return fields;
}

}  // namespace syncline::sandbox::salesforce
