#include "engine/connectors/salesforce/api_errors.h"

#include "engine/connectors/salesforce/canonical_text.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <boost/json.hpp>

namespace syncline::connectors::salesforce {
namespace {

namespace json = boost::json;
using base::ErrorCode;

constexpr std::array<std::string_view, 14> kPassing = {"UNABLE_TO_LOCK_ROW",
                                                       "REQUEST_LIMIT_EXCEEDED",
                                                       "SERVER_UNAVAILABLE",
                                                       "API_CURRENTLY_DISABLED",
                                                       "TXN_SECURITY_METERING_ERROR",
                                                       "TOO_MANY_APEX_REQUESTS",
                                                       "INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE",
                                                       "QUERY_TIMEOUT",
                                                       "ALREADY_IN_PROCESS",
                                                       "INVALID_SESSION_ID",
                                                       "ALL_OR_NONE_OPERATION_ROLLED_BACK",
                                                       "PROCESSING_HALTED",
                                                       "INVALID_QUERY_LOCATOR",
                                                       "QUERY_LOCATOR_EXPIRED"};

bool passes(std::string_view code) {
    return std::find(kPassing.begin(), kPassing.end(), code) != kPassing.end();
}

std::string text(const json::object& object, const char* name) {
    const json::value* member = object.if_contains(name);
    return member != nullptr && member->is_string() ? std::string(member->get_string()) : std::string();
}

/// Where a message names fields that the list beside it does not: what stands behind `before`, up to one of `ends`.
struct Naming {
    std::string_view before;
    std::string_view ends;
};

constexpr std::array<Naming, 4> kNamings = {{{"No such column '", "'"},
                                             {"duplicate value found: ", " "},
                                             {"Unable to create/update fields: ", "."},
                                             {"Required fields are missing: [", "]"}}};

bool isFieldName(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

std::vector<std::string> fieldsInMessage(std::string_view message) {
    std::vector<std::string> fields;
    for (const Naming& naming : kNamings) {
        const std::size_t at = message.find(naming.before);
        if (at == std::string_view::npos)
            continue;
        std::string_view list = message.substr(at + naming.before.size());
        list = list.substr(0, std::min(list.find_first_of(naming.ends), list.size()));
        while (!list.empty()) {
            const std::size_t end = std::min(list.find(','), list.size());
            const std::string_view name = trimmed(list.substr(0, end));
            if (isFieldName(name))
                fields.emplace_back(name);
            list.remove_prefix(std::min(end + 1, list.size()));
        }
    }
    return fields;
}

ApiError errorFrom(const json::object& object) {
    ApiError error{text(object, "errorCode"), text(object, "message"), {}};
    if (error.code.empty())
        error.code = text(object, "statusCode");
    const json::value* fields = object.if_contains("fields");
    if (fields != nullptr && fields->is_array()) {
        for (const json::value& field : fields->get_array()) {
            if (field.is_string())
                error.fields.emplace_back(field.get_string());
        }
    }
    if (error.fields.empty())
        error.fields = fieldsInMessage(error.message);
    return error;
}

ErrorCode codeOf(int status, const std::vector<ApiError>& errors) {
    const bool limit = std::any_of(errors.begin(), errors.end(),
                                   [](const ApiError& error) { return error.code == "REQUEST_LIMIT_EXCEEDED"; });
    if (limit || status == 420 || status == 429)
        return ErrorCode::RateLimited;
    if (status == 401)
        return ErrorCode::Unauthenticated;
    const bool passing = std::any_of(errors.begin(), errors.end(), [](const ApiError& e) { return passes(e.code); });
    if (passing || status >= 500)
        return ErrorCode::Unavailable;
    if (status == 403)
        return ErrorCode::PermissionDenied;
    if (status == 404 || status == 410)
        return ErrorCode::NotFound;
    return status >= 400 ? ErrorCode::InvalidArgument : ErrorCode::ProtocolViolation;
}

/// No other token was tried.
constexpr const char* kBeyondTokensHint =
    "A new access token would be refused as well. Check in Salesforce that the connected app is no agent's and gives "
    "the scope \"api\", and that the integration user has the permission \"API Enabled\". Then sign in again.";

const char* hintOf(ErrorCode code) {
    switch (code) {
        case ErrorCode::RateLimited:
            return "The org's API requests of the last 24 hours are used up; it goes on when there are some again.";
        case ErrorCode::Unauthenticated:
            return kTokenRefusedHint;
        case ErrorCode::PermissionDenied:
        case ErrorCode::InvalidArgument:
            return "Check that the integration user may see these fields and that the mapping names them rightly.";
        case ErrorCode::NotFound:
            return "Check the API version of the connection and that the object exists in the org.";
        default:
            return "";
    }
}

}  // namespace

std::vector<ApiError> apiErrors(std::string_view body) {
    json::error_code error;
    const json::value value = json::parse(json::string_view(body.data(), body.size()), error);
    return error ? std::vector<ApiError>() : apiErrors(value);
}

std::vector<ApiError> apiErrors(const json::value& list) {
    std::vector<ApiError> errors;
    if (list.is_object())
        errors.push_back(errorFrom(list.get_object()));
    if (list.is_array()) {
        for (const json::value& one : list.get_array()) {
            if (one.is_object())
                errors.push_back(errorFrom(one.get_object()));
        }
    }
    std::erase_if(errors, [](const ApiError& one) { return one.code.empty(); });
    return errors;
}

WriteEffect effectOf(const ApiError& error) {
    // A trigger that met a locked row fails under its own code and names the lock's.
    const bool lockBelow = error.code == "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"
                           && error.message.find("UNABLE_TO_LOCK_ROW") != std::string::npos;
    return passes(error.code) || lockBelow ? WriteEffect::None : WriteEffect::Permanent;
}

WriteEffect effectOf(const HttpAnswer& answer) {
    if (const auto* failure = std::get_if<HttpFailure>(&answer))
        return failure->mayHaveArrived ? WriteEffect::Unknown : WriteEffect::None;
    const HttpResponse& response = std::get<HttpResponse>(answer);
    if (response.status == 401 || response.status == 420 || response.status == 429)
        return WriteEffect::None;
    const std::vector<ApiError> errors = apiErrors(response.body);
    if (!errors.empty() && std::all_of(errors.begin(), errors.end(), [](const ApiError& e) { return passes(e.code); }))
        return WriteEffect::None;
    const bool refused = response.status >= 400 && response.status < 500 && response.status != 408;
    return refused ? WriteEffect::Permanent : WriteEffect::Unknown;
}

base::Error errorOf(const HttpAnswer& answer, std::string operation, std::string object) {
    if (const auto* failure = std::get_if<HttpFailure>(&answer)) {
        base::Error error = failure->error;
        error.operation = std::move(operation);
        error.object = std::move(object);
        return error;
    }
    const HttpResponse& response = std::get<HttpResponse>(answer);
    const std::vector<ApiError> errors = apiErrors(response.body);
    const ErrorCode code = codeOf(response.status, errors);
    std::string detail = "HTTP status " + std::to_string(response.status);
    for (const ApiError& error : errors)
        detail += ", " + error.code + ": " + error.message;
    if (response.status == 401 && isBeyondTokens(response.body))
        return {code, std::move(operation), std::move(object),
                "Salesforce does not let this sign-in use its REST API: " + detail, kBeyondTokensHint};
    if (code == ErrorCode::Unauthenticated)
        detail = tokenRefused(detail);
    return {code, std::move(operation), std::move(object), std::move(detail), hintOf(code)};
}

bool isBeyondTokens(std::string_view body) {
    return body.find("Connected app is not attached to Agent") != std::string_view::npos
           || body.find("This session is not valid for use with the REST API") != std::string_view::npos;
}

std::string tokenRefused(const std::string& words) {
    return "Salesforce does not accept the access token: " + words;
}

std::chrono::milliseconds retryAfter(const HttpAnswer& answer) {
    const auto* response = std::get_if<HttpResponse>(&answer);
    if (response == nullptr)
        return std::chrono::milliseconds(0);
    constexpr std::int64_t kLongest = 24LL * 60 * 60;
    const std::string_view header = trimmed(response->header("Retry-After"));
    std::int64_t seconds = 0;
    std::from_chars(header.data(), header.data() + header.size(), seconds);
    return std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, kLongest));
}

}  // namespace syncline::connectors::salesforce
