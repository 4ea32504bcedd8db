#pragma once

#include "engine/base/error.h"
#include "engine/connectors/api/http_sender.h"
#include "engine/connectors/salesforce/bayeux.h"

#include <chrono>

namespace syncline::connectors::salesforce {

/// What a failure of the stream calls for.
enum class StreamFaultKind : std::uint8_t {
    SessionEnded,  ///< the server does not know us any more: a new handshake
    Token,         ///< the access token is refused: a new one, then a handshake
    ReplayId,      ///< the stream cannot be taken up where we were
    Refused,       ///< a person has to set something up
    Away,          ///< network, outage, an answer that makes no sense: again soon
    Busy,          ///< too many clients or too much load: again after minutes
    Quota,         ///< the day's events are used up: again after hours
};

/// Made by the functions below, with what a person can do in the error's hint.
struct StreamFault {
    StreamFaultKind kind = StreamFaultKind::Away;
    base::Error error;
    std::chrono::milliseconds atLeast{0};  ///< the server's own wish for a pause
};

/// Of a reply that is not successful. Salesforce's failureReason counts before the error, the error before the advice:
/// a server that is too busy says so in the first only and calls itself 401 otherwise (Streaming API guide, handling
/// errors).
[[nodiscard]] StreamFault faultOf(const MetaReply& reply);
[[nodiscard]] StreamFault faultOf(const HttpFailure& failure);
/// Of an answer in which there is nothing for us.
[[nodiscard]] StreamFault faultOf(const HttpResponse& response);

/// How long to wait before the n-th attempt behind such faults in a row, from 1, before jitter.
[[nodiscard]] std::chrono::milliseconds waitBefore(int attempt, StreamFaultKind kind);

}  // namespace syncline::connectors::salesforce
