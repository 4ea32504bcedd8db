#include "engine/connectors/salesforce/stream_fault.h"

#include "engine/connectors/salesforce/api_errors.h"

#include <algorithm>
#include <array>

namespace syncline::connectors::salesforce {
namespace {

using namespace std::chrono_literals;
using base::ErrorCode;

/// What a kind means to a person.
struct Meaning {
    StreamFaultKind kind;
    ErrorCode code;
    const char* hint;
    std::chrono::milliseconds first;
    std::chrono::milliseconds longest;
};

constexpr std::array<Meaning, 7> kMeanings = {{
    {StreamFaultKind::SessionEnded, ErrorCode::Unavailable, "It connects again by itself.", 500ms, 60s},
    {StreamFaultKind::Token, ErrorCode::Unauthenticated, kTokenRefusedHint, 1s, 5min},
    {StreamFaultKind::ReplayId, ErrorCode::NotFound, "The stream is begun anew and the hole is read.", 1s, 60s},
    {StreamFaultKind::Refused, ErrorCode::PermissionDenied,
     "In Salesforce's Setup select the object under Change Data Capture, and give the integration user \"View All\" on "
     "it.",
     15s, 5min},
    {StreamFaultKind::Away, ErrorCode::Unavailable, "It tries again by itself.", 500ms, 60s},
    {StreamFaultKind::Busy, ErrorCode::RateLimited,
     "It tries again within minutes. If it stays so, end other programs that use the Streaming API.", 15s, 5min},
    {StreamFaultKind::Quota, ErrorCode::RateLimited,
     "The org's daily allocation of delivered events is used up; it goes on where it was when there is some again. "
     "Fewer streaming clients use less of it.",
     5min, 1h},
}};

const Meaning& meaningOf(StreamFaultKind kind) {
    return kMeanings[static_cast<std::size_t>(kind)];
}

StreamFault fault(StreamFaultKind kind, std::string object, std::string detail) {
    const Meaning& meaning = meaningOf(kind);
    if (kind == StreamFaultKind::Token)
        detail = tokenRefused(detail);
    return {
        kind, {meaning.code, "stream changes of Salesforce", std::move(object), std::move(detail), meaning.hint}, {}};
}

constexpr const char* kSetUpHint =
    "Check the address and the API version of the connection, and that the user may use the Streaming API.";

bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

struct Sign {
    std::string_view text;
    StreamFaultKind kind;
};

// Texts of the Streaming API guide, error codes and handling errors; the last one is faye's.
constexpr std::array<Sign, 14> kSigns = {{
    {"503::", StreamFaultKind::Busy},
    {"limit the number of simultaneous connections", StreamFaultKind::Busy},
    {"concurrent user limit", StreamFaultKind::Busy},
    {"Subscription limit exceeded", StreamFaultKind::Busy},
    {"daily limit exceeded", StreamFaultKind::Quota},
    {"Unknown client", StreamFaultKind::SessionEnded},
    {"has not completed handshake", StreamFaultKind::SessionEnded},
    {"402::", StreamFaultKind::SessionEnded},
    {"no BAYEUX_BROWSER cookie", StreamFaultKind::SessionEnded},
    {"does not match the session's user id", StreamFaultKind::SessionEnded},
    {"400::The replayId", StreamFaultKind::ReplayId},
    {"401:", StreamFaultKind::Token},
    {"Handshake denied", StreamFaultKind::Refused},
    {"handshake_denied", StreamFaultKind::Refused},
}};

const std::string& wordsOf(const MetaReply& reply) {
    return reply.failureReason.empty() ? reply.error : reply.failureReason;
}

StreamFaultKind kindOf(const MetaReply& reply) {
    const std::string& words = wordsOf(reply);
    const auto sign =
        std::find_if(kSigns.begin(), kSigns.end(), [&](const Sign& one) { return holds(words, one.text); });
    if (sign != kSigns.end())
        return sign->kind;
    if (words.starts_with("400::") || words.starts_with("403::") || words.starts_with("413::"))
        return StreamFaultKind::Refused;
    return reply.advice.reconnect == "handshake" ? StreamFaultKind::SessionEnded : StreamFaultKind::Away;
}

}  // namespace

StreamFault faultOf(const MetaReply& reply) {
    StreamFault known = fault(kindOf(reply), reply.subscription.empty() ? reply.channel : reply.subscription,
                              wordsOf(reply).empty() ? "it refuses without a reason" : wordsOf(reply));
    known.atLeast = reply.advice.interval.value_or(std::chrono::milliseconds(0));
    if (known.kind == StreamFaultKind::Refused && reply.channel != "/meta/subscribe")
        known.error.hint = kSetUpHint;
    return known;
}

StreamFault faultOf(const HttpFailure& failure) {
    StreamFault away = fault(StreamFaultKind::Away, failure.error.object, failure.error.detail);
    away.error.code = failure.error.code;
    if (!failure.error.hint.empty())
        away.error.hint = failure.error.hint;
    return away;
}

StreamFault faultOf(const HttpResponse& response) {
    const std::string status = "HTTP status " + std::to_string(response.status);
    if (response.status == 401)
        return fault(StreamFaultKind::Token, "", status);
    if (response.status == 420 || response.status == 429 || response.status >= 500) {
        StreamFault later = fault(response.status < 500 ? StreamFaultKind::Busy : StreamFaultKind::Away, "", status);
        later.atLeast = retryAfter(response);
        return later;
    }
    if (response.status == 403 || response.status == 404 || response.status == 410) {
        StreamFault refused = fault(StreamFaultKind::Refused, "", status);
        refused.error.hint = kSetUpHint;
        return refused;
    }
    StreamFault nonsense = fault(StreamFaultKind::Away, "", status + " without a message that fits the request");
    nonsense.error.code = ErrorCode::ProtocolViolation;
    return nonsense;
}

std::chrono::milliseconds waitBefore(int attempt, StreamFaultKind kind) {
    constexpr int kMostDoublings = 20;
    const Meaning& meaning = meaningOf(kind);
    const std::int64_t factor = std::int64_t{1} << std::clamp(attempt - 1, 0, kMostDoublings);
    return std::min(meaning.longest, meaning.first * factor);
}

}  // namespace syncline::connectors::salesforce
