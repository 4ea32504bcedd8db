#include "engine/connectors/hubspot/api_problem.h"

#include "engine/connectors/hubspot/canonical_text.h"

#include <algorithm>
#include <utility>

#include <boost/json/stream_parser.hpp>

namespace syncline::connectors::hubspot {
namespace {

using base::Error;
using base::ErrorCode;
using std::chrono::milliseconds;

constexpr std::string_view kExisting = "Existing ID:";
constexpr std::string_view kHasValue = " already has that value";
constexpr std::size_t kShownText = 500;
constexpr milliseconds kSecond{1000};
constexpr milliseconds kTenSeconds{10'000};
/// Nothing says when an account's midnight is; asking four times an hour is no burden.
constexpr milliseconds kDailyPause{900'000};
/// Locks last two seconds (HubSpot: error handling).
constexpr milliseconds kLockPause{2000};
constexpr milliseconds kMovePause{60'000};
constexpr milliseconds kLongestPause{86'400'000};

bool isDigit(char letter) {
    return letter >= '0' && letter <= '9';
}

std::string digitsBehind(std::string_view text, std::string_view mark) {
    const std::size_t found = text.find(mark);
    if (found == std::string_view::npos)
        return {};
    const std::string_view rest = trimmed(text.substr(found + mark.size()));
    const auto end = std::find_if_not(rest.begin(), rest.end(), isDigit);
    return std::string(rest.begin(), end);
}

std::string digitsBefore(std::string_view text, std::string_view mark) {
    const std::size_t end = text.find(mark);
    if (end == std::string_view::npos)
        return {};
    std::size_t begin = end;
    while (begin > 0 && isDigit(text[begin - 1]))
        --begin;
    return std::string(text.substr(begin, end - begin));
}

void addProperty(std::vector<PropertyProblem>& properties, PropertyProblem one) {
    const bool known = std::any_of(properties.begin(), properties.end(), [&](const PropertyProblem& other) {
        return other.property == one.property && other.code == one.code;
    });
    if (!one.property.empty() && !known)
        properties.push_back(std::move(one));
}

/// The list inside a message begins at the first `[{`; behind it may come more text.
void readEmbedded(ApiProblem& problem) {
    const std::size_t begin = problem.message.find("[{");
    if (begin == std::string::npos)
        return;
    json::stream_parser parser;
    boost::system::error_code failed;
    parser.write_some(problem.message.data() + begin, problem.message.size() - begin, failed);
    if (failed || !parser.done())
        return;
    const json::value list = parser.release();
    if (!list.is_array())
        return;
    for (const json::value& item : list.get_array()) {
        const json::object* row = item.if_object();
        if (row != nullptr)
            addProperty(problem.properties,
                        {textOrEmpty(*row, "name"), textOrEmpty(*row, "error"), textOrEmpty(*row, "message")});
    }
}

void readErrors(ApiProblem& problem, const json::object& body) {
    const json::array* errors = arrayMember(body, "errors");
    if (errors == nullptr)
        return;
    for (const json::value& item : *errors) {
        const json::object* row = item.if_object();
        if (row == nullptr)
            continue;
        const std::string code = textOrEmpty(*row, "code");
        const std::string message = textOrEmpty(*row, "message");
        if (problem.existingId.empty())
            problem.existingId = digitsBefore(message, kHasValue);
        if (const json::object* context = objectMember(*row, "context")) {
            for (std::string& name : textList(*context, "propertyName"))
                addProperty(problem.properties, {std::move(name), code, message});
            for (std::string& scope : textList(*context, "requiredGranularScopes"))
                problem.scopes.push_back(std::move(scope));
        }
        addProperty(problem.properties, {textOrEmpty(*row, "in"), code, message});
    }
}

void readContext(ApiProblem& problem, const json::object& body) {
    const json::object* context = objectMember(body, "context");
    if (context == nullptr)
        return;
    problem.traceIds = textList(*context, "objectWriteTraceId");
    problem.ids = textList(*context, "ids");
    for (std::string& scope : textList(*context, "requiredGranularScopes"))
        problem.scopes.push_back(std::move(scope));
    for (std::string& name : textList(*context, "propertyName"))
        addProperty(problem.properties, {std::move(name), problem.category, problem.message});
    const std::vector<std::string> existing = textList(*context, "existingId");
    if (!existing.empty())
        problem.existingId = existing.front();
}

ErrorCode codeOf(int status) {
    switch (status) {
        case 401:
            return ErrorCode::Unauthenticated;
        case 403:
            return ErrorCode::PermissionDenied;
        case 404:
        case 410:
            return ErrorCode::NotFound;
        case 408:
            return ErrorCode::TimedOut;
        case 409:
            return ErrorCode::AlreadyExists;
        case 423:
            return ErrorCode::Busy;
        case 429:
            return ErrorCode::RateLimited;
        case 477:
            return ErrorCode::Unavailable;
        default:
            break;
    }
    if (status >= 500)
        return ErrorCode::Unavailable;
    return status >= 400 ? ErrorCode::InvalidArgument : ErrorCode::ProtocolViolation;
}

std::string hintOf(int status, const ApiProblem& problem) {
    if (status == 401)
        return kTokenRefusedHint;
    if (status == 403 && !problem.scopes.empty()) {
        std::string list;
        for (const std::string& scope : problem.scopes)
            list += (list.empty() ? "" : ", ") + scope;
        return "give the app the scopes " + list + " and use a token that was made afterwards";
    }
    if (status == 403)
        return "check that the app is installed in this account and has the scopes that it needs";
    if (status == 429 && problem.policyName == "DAILY")
        return "the account's requests of this day are used up; HubSpot counts anew at its midnight";
    if (status == 477)
        return "HubSpot moves the account to another data centre; nothing is to be done";
    return base::isRetryable(codeOf(status)) ? "it is tried again by itself" : "";
}

}  // namespace

std::vector<std::string> ApiProblem::propertyNames() const {
    std::vector<std::string> names;
    for (const PropertyProblem& one : properties) {
        if (std::find(names.begin(), names.end(), one.property) == names.end())
            names.push_back(one.property);
    }
    return names;
}

bool ApiProblem::isClash() const {
    return category == "CONFLICT" || category == "OBJECT_ALREADY_EXISTS"
           || std::any_of(properties.begin(), properties.end(),
                          [](const PropertyProblem& one) { return one.code == "CONFLICTING_UNIQUE_VALUE"; });
}

ApiProblem problemOf(const json::object& body) {
    ApiProblem problem;
    problem.category = textOrEmpty(body, "category");
    if (problem.category.empty() && textOrEmpty(body, "errorType") == "RATE_LIMIT")
        problem.category = "RATE_LIMITS";
    problem.message = textOrEmpty(body, "message");
    problem.correlationId = textOrEmpty(body, "correlationId");
    problem.policyName = textOrEmpty(body, "policyName");
    problem.existingId = digitsBehind(problem.message, kExisting);
    if (problem.existingId.empty())
        problem.existingId = digitsBefore(problem.message, kHasValue);
    readContext(problem, body);
    readErrors(problem, body);
    readEmbedded(problem);
    return problem;
}

ApiProblem problemOf(const HttpResponse& response) {
    if (const std::optional<json::object> body = parseObject(response.body))
        return problemOf(*body);
    ApiProblem problem;
    // A proxy's page says nothing that the status does not.
    const std::string_view text = trimmed(response.body);
    if (text.empty() || text.front() != '<')
        problem.message = text.substr(0, kShownText);
    return problem;
}

milliseconds pauseOf(const HttpResponse& response) {
    const bool asks =
        response.status == 429 || response.status == 423 || response.status == 477 || response.status == 503;
    if (!asks)
        return milliseconds(0);
    if (const auto seconds = wholeNumber(trimmed(response.header("retry-after"))); seconds && *seconds >= 0)
        return *seconds >= kLongestPause / kSecond ? kLongestPause : milliseconds(*seconds * kSecond.count());
    if (response.status == 423)
        return kLockPause;
    if (response.status == 477)
        return kMovePause;
    if (response.status == 503)
        return milliseconds(0);
    const std::string policy = problemOf(response).policyName;
    if (policy == "SECONDLY")
        return kSecond;
    return policy == "DAILY" ? kDailyPause : kTenSeconds;
}

milliseconds pauseOf(const HttpAnswer& answer) {
    const auto* response = std::get_if<HttpResponse>(&answer);
    return response == nullptr ? milliseconds(0) : pauseOf(*response);
}

Error errorOf(const HttpResponse& response, std::string operation, std::string object) {
    const ApiProblem problem = problemOf(response);
    std::string detail =
        (codeOf(response.status) == ErrorCode::Unauthenticated ? "HubSpot does not accept the access token: "
                                                               : "HubSpot answered ")
        + std::to_string(response.status);
    if (!problem.category.empty())
        detail += " " + problem.category;
    if (!problem.message.empty())
        detail += ": " + problem.message;
    if (!problem.correlationId.empty())
        detail += " [correlation id " + problem.correlationId + "]";
    return {codeOf(response.status), std::move(operation), std::move(object), std::move(detail),
            hintOf(response.status, problem)};
}

Error errorOf(const HttpAnswer& answer, std::string operation, std::string object) {
    if (const auto* response = std::get_if<HttpResponse>(&answer))
        return errorOf(*response, std::move(operation), std::move(object));
    Error error = std::get<HttpFailure>(answer).error;
    // What a sign-in says is a sentence by itself.
    if (error.code != ErrorCode::Unauthenticated)
        error.detail = error.words();
    error.operation = std::move(operation);
    error.object = std::move(object);
    return error;
}

base::Result<json::object> bodyOf(const HttpAnswer& answer, std::string operation, std::string object) {
    const auto* response = std::get_if<HttpResponse>(&answer);
    if (response == nullptr || !isSuccess(response->status))
        return errorOf(answer, std::move(operation), std::move(object));
    std::optional<json::object> body = parseObject(response->body);
    if (!body)
        return Error{
            ErrorCode::ProtocolViolation, std::move(operation), std::move(object), "the answer is no JSON object", {}};
    return *std::move(body);
}

}  // namespace syncline::connectors::hubspot
