#include "engine/sandbox/salesforce/streaming_failures.h"

#include "engine/sandbox/salesforce/bayeux.h"
#include "engine/sandbox/salesforce/json_text.h"

namespace syncline::sandbox::salesforce {
namespace json = boost::json;
namespace {

constexpr std::string_view kBusy = "503::Server is too busy.  Please try your request again later.";

struct NamedFailure {
    std::string_view name;
    StreamingFailure failure;
};

constexpr NamedFailure kFailures[] = {
    {"busyDressedAsAuthentication", StreamingFailure::BusyDressedAsAuthentication},
    {"authenticationInvalid", StreamingFailure::AuthenticationInvalid},
    {"concurrentUsers", StreamingFailure::ConcurrentUsers},
    {"dailyEvents", StreamingFailure::DailyEvents},
    {"tooManyConnections", StreamingFailure::TooManyConnections},
};

}  // namespace

std::optional<StreamingFailure> streamingFailure(std::string_view name) {
    for (const NamedFailure& known : kFailures) {
        if (known.name == name)
            return known.failure;
    }
    return std::nullopt;
}

void StreamingFailures::failNext(StreamingFailure failure, std::uint32_t count) {
    m_failure = failure;
    m_left = count;
}

std::optional<json::object> StreamingFailures::take(const json::object& message) {
    const bool handshake = textMember(message, "channel") == "/meta/handshake";
    if (m_left == 0 || (m_failure == StreamingFailure::TooManyConnections && !handshake)
        || (m_failure == StreamingFailure::DailyEvents && handshake))
        return std::nullopt;
    --m_left;
    switch (m_failure) {
        case StreamingFailure::BusyDressedAsAuthentication: {
            json::object reply = handshake ? bayeux::denied(message, kBusy)
                                           : bayeux::failure(message, "401::Authentication invalid", "none");
            reply["ext"] = json::object{{"sfdc", json::object{{"failureReason", json::string_view(kBusy)}}}};
            return reply;
        }
        case StreamingFailure::AuthenticationInvalid:
            return handshake ? bayeux::denied(message, "401::Authentication invalid")
                             : bayeux::failure(message, "401::Authentication invalid", "none");
        case StreamingFailure::ConcurrentUsers:
            return bayeux::failure(message, "403::Organization concurrent user limit exceeded", "none");
        case StreamingFailure::DailyEvents:
            return bayeux::failure(message, "403::Organization total events daily limit exceeded", "none");
        case StreamingFailure::TooManyConnections:
            return bayeux::denied(message,
                                  "403::To protect all customers from excessive use and Denial of Service attacks, we"
                                  " limit the number of simultaneous connections per server.");
    }
    return std::nullopt;
}

}  // namespace syncline::sandbox::salesforce
