#pragma once

#include "engine/base/error.h"
#include "engine/connectors/api/http_sender.h"
#include "engine/connectors/api/requests.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

namespace syncline::connectors::salesforce {

/// One thing that the API refuses.
struct ApiError {
    std::string code;  ///< "UNABLE_TO_LOCK_ROW"
    std::string message;
    std::vector<std::string> fields;  ///< that it concerns: as listed, or else as named in the message

    bool operator==(const ApiError&) const = default;
};

/// The errors in a body: a list, or one object; none when it is neither (HTML, empty).
[[nodiscard]] std::vector<ApiError> apiErrors(std::string_view body);
/// The same of a row of sObject Collections, whose "errors" has statusCode in place of errorCode.
[[nodiscard]] std::vector<ApiError> apiErrors(const boost::json::value& list);

/// None: a lock, a limit, maintenance, or the fault of another row. Permanent: everything else, as a row that was
/// refused had no effect (SOAP guide, core data types, status codes).
[[nodiscard]] WriteEffect effectOf(const ApiError& error);

/// What became of all rows of a request that has no answer for each of them: None, Unknown or Permanent.
[[nodiscard]] WriteEffect effectOf(const HttpAnswer& answer);

/// Why such a request failed, in the words of the API.
[[nodiscard]] base::Error errorOf(const HttpAnswer& answer, std::string operation, std::string object);

/// Of an access token that is refused where another one was made before: its own `detail` and `hint`, for a person.
[[nodiscard]] std::string tokenRefused(const std::string& words);
inline constexpr const char* kTokenRefusedHint =
    "New access tokens are refused too. Check in Salesforce that the integration user is active and has the permission "
    "\"API Enabled\". Else sign in again: set SYNCLINE_SALESFORCE_REFRESH_TOKEN to a new refresh token and start "
    "again; or, where no such variable is set, put it into the keyring.";

/// Of the body of a 401: any token would be answered so (REST guide, status codes; known to its clients as endless
/// loops).
[[nodiscard]] bool isBeyondTokens(std::string_view body);

/// The pause that the other side asks for; 0: none.
[[nodiscard]] std::chrono::milliseconds retryAfter(const HttpAnswer& answer);

}  // namespace syncline::connectors::salesforce
