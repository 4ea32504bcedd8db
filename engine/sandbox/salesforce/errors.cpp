#include "engine/sandbox/salesforce/errors.h"

#include "engine/sandbox/salesforce/json_text.h"

namespace syncline::sandbox::salesforce {
namespace json = boost::json;
namespace {

json::array fieldsOf(const ApiError& error) {
    json::array fields;
    for (const std::string& field : error.fields)
        fields.emplace_back(field);
    return fields;
}

ApiError parserError(const model::Rejection& rejection, std::string_view type) {
    return {400,
            "JSON_PARSER_ERROR",
            "Cannot deserialize instance of " + std::string(type) + " from VALUE_STRING value " + rejection.detail
                + " or request may be missing a required field",
            {rejection.field}};
}

/// Refusals that concern one value.
ApiError fromValueRejection(const model::Rejection& rejection, const model::ObjectSchema& object,
                            const Dialects& dialects) {
    const model::FieldSchema* field = object.find(rejection.field);
    const std::string label = field != nullptr ? field->label : rejection.field;
    switch (rejection.code) {
        case model::RejectionCode::UnknownField:
            return noSuchColumn(rejection.field, object.name);
        case model::RejectionCode::ReadOnly:
            return notWritable(rejection.field);
        case model::RejectionCode::Required:
            return {400,
                    "REQUIRED_FIELD_MISSING",
                    "Required fields are missing: [" + rejection.field + "]",
                    {rejection.field}};
        case model::RejectionCode::TooLong:
            return {400,
                    "STRING_TOO_LONG",
                    label + ": data value too large: (max length=" + rejection.detail + ")",
                    {rejection.field}};
        case model::RejectionCode::InvalidOption:
            return {400,
                    "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                    label + ": bad value for restricted picklist field: " + rejection.detail,
                    {rejection.field}};
        case model::RejectionCode::InvalidNumber:
            return parserError(rejection, "double");
        case model::RejectionCode::InvalidBoolean:
            return parserError(rejection, "boolean");
        case model::RejectionCode::InvalidDate:
            return parserError(rejection, "date");
        case model::RejectionCode::InvalidEmail:
            return {400,
                    "INVALID_EMAIL_ADDRESS",
                    label + ": invalid email address: " + rejection.detail,
                    {rejection.field}};
        case model::RejectionCode::InvalidReference:
            return {dialects.on("cross-reference-404") ? 404 : 400,
                    "INVALID_CROSS_REFERENCE_KEY",
                    "invalid cross reference id",
                    {}};
        case model::RejectionCode::NotUnique:
            return {400,
                    "DUPLICATE_VALUE",
                    "duplicate value found: " + rejection.field
                        + " duplicates value on record with id: " + rejection.existingId.substr(0, 15),
                    {}};
        default:
            return {400, "FIELD_INTEGRITY_EXCEPTION", label + ": " + rejection.detail, {rejection.field}};
    }
}

}  // namespace

http_server::Response errorResponse(const std::vector<ApiError>& errors) {
    json::array body;
    for (const ApiError& error : errors) {
        json::object one{{"message", error.message}, {"errorCode", error.code}};
        if (!error.fields.empty())
            one["fields"] = fieldsOf(error);
        body.push_back(std::move(one));
    }
    return jsonResponse(errors.empty() ? 500 : errors.front().status, body);
}

http_server::Response errorResponse(const ApiError& error) {
    return errorResponse(std::vector<ApiError>{error});
}

json::array rowErrors(const std::vector<ApiError>& errors) {
    json::array rows;
    for (const ApiError& error : errors)
        rows.push_back(
            json::object{{"statusCode", error.code}, {"message", error.message}, {"fields", fieldsOf(error)}});
    return rows;
}

ApiError fromRejection(const model::Rejection& rejection, const model::ObjectSchema& object, std::string_view row,
                       const Dialects& dialects) {
    switch (rejection.code) {
        case model::RejectionCode::NotFound:
            return {dialects.on("cross-reference-404") ? 404 : 400,
                    "INVALID_CROSS_REFERENCE_KEY",
                    "invalid cross reference id",
                    {}};
        case model::RejectionCode::Deleted:
            return {dialects.on("deleted-record-400") ? 400 : 404, "ENTITY_IS_DELETED", "entity is deleted", {}};
        case model::RejectionCode::NotDeleted:
            return {400, "UNDELETE_FAILED", "entity is not in the recycle bin: " + std::string(row), {}};
        case model::RejectionCode::RuleViolated: {
            std::vector<std::string> fields;
            if (!rejection.field.empty())
                fields.push_back(rejection.field);
            return {400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", rejection.detail, fields};
        }
        default:
            return fromValueRejection(rejection, object, dialects);
    }
}

std::vector<ApiError> fromRejections(const std::vector<model::Rejection>& rejections, const model::ObjectSchema& object,
                                     std::string_view row, const Dialects& dialects) {
    std::vector<ApiError> errors;
    for (const model::Rejection& rejection : rejections)
        errors.push_back(fromRejection(rejection, object, row, dialects));
    return errors;
}

ApiError notFound(std::string message) {
    return {404, "NOT_FOUND", std::move(message), {}};
}

ApiError noSuchColumn(std::string_view field, std::string_view object) {
    return {400,
            "INVALID_FIELD",
            "No such column '" + std::string(field) + "' on sobject of type " + std::string(object),
            {}};
}

ApiError notWritable(std::string_view field) {
    const std::string name(field);
    return {400,
            "INVALID_FIELD_FOR_INSERT_UPDATE",
            "Unable to create/update fields: " + name
                + ". Please check the security settings of this field and verify that it is read/write for your profile"
                  " or permission set.",
            {name}};
}

ApiError malformedId(std::string_view id) {
    return {400, "MALFORMED_ID", "malformed id " + std::string(id), {"Id"}};
}

ApiError malformedJson(std::string message) {
    return {400, "JSON_PARSER_ERROR", std::move(message), {}};
}

ApiError invalidSession() {
    return {401, "INVALID_SESSION_ID", "Session expired or invalid", {}};
}

ApiError lockedRow(std::string_view id) {
    return {400,
            "UNABLE_TO_LOCK_ROW",
            "unable to obtain exclusive access to this record or 1 records: " + std::string(id),
            {}};
}

ApiError methodNotAllowed(std::string_view method, std::string_view allowed) {
    return {405,
            "METHOD_NOT_ALLOWED",
            "HTTP Method '" + std::string(method) + "' not allowed. Allowed are " + std::string(allowed),
            {}};
}

}  // namespace syncline::sandbox::salesforce
