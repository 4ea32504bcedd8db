#pragma once

#include "engine/base/error.h"
#include "engine/connectors/api/http_sender.h"
#include "engine/connectors/hubspot/json_members.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace syncline::connectors::hubspot {

/// A property that an answer names as not valid.
struct PropertyProblem {
    std::string property;
    std::string code;  ///< "INVALID_OPTION"; the set is open
    std::string message;
};

/// What an error answer, or an error row of a batch, says. Every member may be missing (HubSpot: error handling guide).
struct ApiProblem {
    std::string category;  ///< "VALIDATION_ERROR", "CONFLICT"; RATE_LIMITS also where only errorType says it
    std::string message;
    std::string correlationId;
    std::string policyName;  ///< of a 429: DAILY, TEN_SECONDLY_ROLLING, SECONDLY
    std::string existingId;  ///< of a clash: the record that has the value
    std::vector<std::string> traceIds;
    std::vector<std::string> ids;
    std::vector<std::string> scopes;  ///< that are missing
    /// From errors[] and from the list inside `message`, which may have more rows.
    std::vector<PropertyProblem> properties;

    [[nodiscard]] std::vector<std::string> propertyNames() const;
    /// A unique value that another record has, however it is worded.
    [[nodiscard]] bool isClash() const;
};

[[nodiscard]] ApiProblem problemOf(const json::object& body);
/// What can be read of an answer that may not be JSON at all.
[[nodiscard]] ApiProblem problemOf(const HttpResponse& response);

/// The pause that a 429, 423 or 477 asks for: Retry-After, else what the limit that was met needs; 0 for others.
[[nodiscard]] std::chrono::milliseconds pauseOf(const HttpResponse& response);
[[nodiscard]] std::chrono::milliseconds pauseOf(const HttpAnswer& answer);

/// An answer without success as an Error, with what a person can do.
[[nodiscard]] base::Error errorOf(const HttpResponse& response, std::string operation, std::string object);
/// The hint of a 401, which is given where another token was made before.
inline constexpr const char* kTokenRefusedHint =
    "New access tokens are refused too. Check that the app is still installed in this HubSpot account. Else sign in "
    "again: set SYNCLINE_HUBSPOT_REFRESH_TOKEN to a new refresh token and start again; or, where no such variable is "
    "set, put it into the keyring.";
/// Either kind of failure.
[[nodiscard]] base::Error errorOf(const HttpAnswer& answer, std::string operation, std::string object);

[[nodiscard]] constexpr bool isSuccess(int status) {
    return status >= 200 && status < 300;
}

/// The body of a success. Errors: as errorOf(); ProtocolViolation when it is not a JSON object.
[[nodiscard]] base::Result<json::object> bodyOf(const HttpAnswer& answer, std::string operation, std::string object);

}  // namespace syncline::connectors::hubspot
