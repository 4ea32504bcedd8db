#include "engine/sandbox/salesforce/api_object.h"

#include "engine/base/time_format.h"
#include "engine/sandbox/model/folding.h"

#include <algorithm>
#include <array>

namespace syncline::sandbox::salesforce {
namespace {

constexpr std::size_t kIdLength = 18;

ColumnType typeOf(const model::FieldSchema& field) {
    switch (field.type) {
        case model::FieldType::Text:
            return ColumnType::Text;
        case model::FieldType::LongText:
            return ColumnType::LongText;
        case model::FieldType::Email:
            return ColumnType::Email;
        case model::FieldType::Phone:
            return ColumnType::Phone;
        case model::FieldType::Url:
            return ColumnType::Url;
        case model::FieldType::Option:
            return ColumnType::Picklist;
        case model::FieldType::Options:
            return ColumnType::MultiPicklist;
        case model::FieldType::Integer:
            return ColumnType::Integer;
        case model::FieldType::Decimal:
            return field.name == "AnnualRevenue" ? ColumnType::Currency : ColumnType::Double;
        case model::FieldType::Boolean:
            return ColumnType::Boolean;
        case model::FieldType::Date:
            return ColumnType::Date;
        case model::FieldType::DateTime:
            return ColumnType::DateTime;
        case model::FieldType::Reference:
            return ColumnType::Reference;
    }
    return ColumnType::Text;
}

model::Value flag(bool value) {
    return value ? "true" : "false";
}

model::Value orBlank(const std::string& text) {
    return text.empty() ? std::nullopt : model::Value(text);
}

model::Value joined(const model::Value& first, const model::Value& last) {
    if (first && last)
        return *first + " " + *last;
    return first ? first : last;
}

Column reference(std::string name, std::string label, std::string to, std::function<model::Value(const Row&)> text) {
    return {.name = std::move(name),
            .label = std::move(label),
            .type = ColumnType::Reference,
            .length = kIdLength,
            .references = std::move(to),
            .text = std::move(text)};
}

Column moment(std::string name, std::string label, std::function<base::WallTime(const Row&)> time) {
    return {.name = std::move(name),
            .label = std::move(label),
            .type = ColumnType::DateTime,
            .text = [time = std::move(time)](const Row& row) { return model::Value(base::formatIso8601(time(row))); }};
}

Column plain(std::string name, std::string label, ColumnType type, std::size_t length,
             std::function<model::Value(const Row&)> text) {
    return {
        .name = std::move(name), .label = std::move(label), .type = type, .length = length, .text = std::move(text)};
}

void addFields(ApiObject& object, const model::ObjectSchema& schema) {
    for (const model::FieldSchema& field : schema.fields) {
        if (field.hidden)
            continue;
        if (!field.compound.empty() && object.find(field.compound) == nullptr) {
            if (field.compound == "Name")
                object.columns.push_back(plain("Name", "Full Name", ColumnType::Text, 121, [](const Row& row) {
                    return joined(row.record->value("FirstName"), row.record->value("LastName"));
                }));
            else
                object.columns.push_back(
                    {.name = field.compound, .label = field.compound, .type = ColumnType::Address});
        }
        object.columns.push_back({.name = field.name,
                                  .label = field.label,
                                  .type = typeOf(field),
                                  .length = field.length,
                                  .field = &field,
                                  .references = field.references,
                                  .compound = field.compound,
                                  .text = [&field](const Row& row) { return row.record->value(field.name); }});
    }
}

ApiObject recordObject(model::ObjectKind kind) {
    const model::ObjectSchema& schema = model::schemaOf(model::Side::Salesforce, kind);
    ApiObject object{schema.name, schema.label, schema.key, kind, {}};
    object.columns.push_back(plain("Id", schema.label + " ID", ColumnType::Id, kIdLength,
                                   [](const Row& row) { return model::Value(row.record->id); }));
    object.columns.push_back(plain("IsDeleted", "Deleted", ColumnType::Boolean, 0,
                                   [](const Row& row) { return flag(isRemoved(*row.record)); }));
    object.columns.push_back(reference("MasterRecordId", "Master Record ID", schema.name,
                                       [](const Row& row) { return orBlank(row.record->mergedInto); }));
    addFields(object, schema);
    object.columns.push_back(moment("CreatedDate", "Created Date", [](const Row& row) { return row.record->created; }));
    object.columns.push_back(reference("CreatedById", "Created By ID", "User",
                                       [](const Row& row) { return orBlank(row.record->createdBy); }));
    object.columns.push_back(
        moment("LastModifiedDate", "Last Modified Date", [](const Row& row) { return row.record->modified; }));
    object.columns.push_back(reference("LastModifiedById", "Last Modified By ID", "User",
                                       [](const Row& row) { return orBlank(row.record->modifiedBy); }));
    object.columns.push_back(
        moment("SystemModstamp", "System Modstamp", [](const Row& row) { return systemModstamp(*row.record); }));
    return object;
}

ApiObject userObject(base::WallTime born) {
    ApiObject object{"User", "User", "005", std::nullopt, {}};
    const auto text = [&](std::string name, std::string label, ColumnType type, std::size_t length,
                          std::string model::User::*member) {
        object.columns.push_back(plain(std::move(name), std::move(label), type, length,
                                       [member](const Row& row) { return orBlank(row.user->*member); }));
    };
    text("Id", "User ID", ColumnType::Id, kIdLength, &model::User::id);
    text("Username", "Username", ColumnType::Text, 80, &model::User::email);
    object.columns.push_back(plain("Name", "Full Name", ColumnType::Text, 121, [](const Row& row) {
        return joined(orBlank(row.user->firstName), orBlank(row.user->lastName));
    }));
    text("FirstName", "First Name", ColumnType::Text, 40, &model::User::firstName);
    text("LastName", "Last Name", ColumnType::Text, 80, &model::User::lastName);
    text("Email", "Email", ColumnType::Email, 128, &model::User::email);
    object.columns.push_back(
        plain("IsActive", "Active", ColumnType::Boolean, 0, [](const Row& row) { return flag(row.user->active); }));
    object.columns.push_back(
        plain("UserType", "User Type", ColumnType::Text, 40, [](const Row&) { return model::Value("Standard"); }));
    for (const char* stamp : {"CreatedDate", "LastModifiedDate", "SystemModstamp"})
        object.columns.push_back(moment(stamp, stamp, [born](const Row&) { return born; }));
    return object;
}

}  // namespace

std::string_view name(ColumnType type) {
    constexpr std::array<std::string_view, 16> kNames = {
        "id",  "string", "textarea", "email",   "phone", "url",      "picklist",  "multipicklist",
        "int", "double", "currency", "boolean", "date",  "datetime", "reference", "address"};
    return kNames[static_cast<std::size_t>(type)];
}

const Column* ApiObject::find(std::string_view column) const {
    const std::string folded = model::foldCase(column);
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const Column& candidate) { return model::foldCase(candidate.name) == folded; });
    return found == columns.end() ? nullptr : &*found;
}

std::vector<ApiObject> apiObjects(base::WallTime born) {
    return {recordObject(model::ObjectKind::Company), recordObject(model::ObjectKind::Contact), userObject(born)};
}

base::WallTime systemModstamp(const model::Record& record) {
    return isRemoved(record) ? std::max(record.modified, record.removed) : record.modified;
}

bool isRemoved(const model::Record& record) {
    return record.state != model::RecordState::Live;
}

}  // namespace syncline::sandbox::salesforce
