#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <boost/json.hpp>

namespace syncline::sandbox::salesforce {

/// What can be made to happen to the next handshakes and connects.
enum class StreamingFailure {
    BusyDressedAsAuthentication,  ///< 503 in failureReason under a 401::Authentication invalid
    AuthenticationInvalid,        ///< 401 with reconnect none
    ConcurrentUsers,              ///< 403, too many clients in the org
    DailyEvents,                  ///< connects only: 403, too many events delivered today
    TooManyConnections,           ///< handshakes only: 403, denied for simultaneous connections per server
};

/// By the name that the control API gives it: "busyDressedAsAuthentication", "authenticationInvalid",
/// "concurrentUsers", "dailyEvents", "tooManyConnections"; nullopt for any other.
[[nodiscard]] std::optional<StreamingFailure> streamingFailure(std::string_view name);

/// The failures still to come (Salesforce: Streaming API guide, error codes and handling errors).
class StreamingFailures {
public:
    void failNext(StreamingFailure failure, std::uint32_t count);
    /// The reply to a handshake or connect that is to fail; null when it may go on.
    [[nodiscard]] std::optional<boost::json::object> take(const boost::json::object& message);

private:
    StreamingFailure m_failure = StreamingFailure::AuthenticationInvalid;
    std::uint32_t m_left = 0;
};

}  // namespace syncline::sandbox::salesforce
