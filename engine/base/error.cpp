#include "engine/base/error.h"

namespace syncline::base {

std::string_view name(ErrorCode code) {
    switch (code) {
        case ErrorCode::InvalidArgument:
            return "invalid_argument";
        case ErrorCode::NotFound:
            return "not_found";
        case ErrorCode::AlreadyExists:
            return "already_exists";
        case ErrorCode::PermissionDenied:
            return "permission_denied";
        case ErrorCode::Unauthenticated:
            return "unauthenticated";
        case ErrorCode::Unavailable:
            return "unavailable";
        case ErrorCode::TimedOut:
            return "timed_out";
        case ErrorCode::RateLimited:
            return "rate_limited";
        case ErrorCode::Busy:
            return "busy";
        case ErrorCode::NoSpace:
            return "no_space";
        case ErrorCode::Corrupt:
            return "corrupt";
        case ErrorCode::UnsupportedVersion:
            return "unsupported_version";
        case ErrorCode::LimitExceeded:
            return "limit_exceeded";
        case ErrorCode::ProtocolViolation:
            return "protocol_violation";
        case ErrorCode::Cancelled:
            return "cancelled";
        case ErrorCode::Io:
            return "io";
        case ErrorCode::Internal:
            return "internal";
    }
    return "unknown";
}

bool isRetryable(ErrorCode code) {
    switch (code) {
        case ErrorCode::Unavailable:
        case ErrorCode::TimedOut:
        case ErrorCode::RateLimited:
        case ErrorCode::Busy:
            return true;
        // Every code is named, so that the compiler asks about a new one.
        case ErrorCode::InvalidArgument:
        case ErrorCode::NotFound:
        case ErrorCode::AlreadyExists:
        case ErrorCode::PermissionDenied:
        case ErrorCode::Unauthenticated:
        case ErrorCode::NoSpace:
        case ErrorCode::Corrupt:
        case ErrorCode::UnsupportedVersion:
        case ErrorCode::LimitExceeded:
        case ErrorCode::ProtocolViolation:
        case ErrorCode::Cancelled:
        case ErrorCode::Io:
        case ErrorCode::Internal:
            return false;
    }
    return false;
}

std::string Error::words() const {
    std::string text = operation;
    if (!object.empty())
        text += (text.empty() ? "" : " ") + object;
    if (!detail.empty())
        text += (text.empty() ? "" : ": ") + detail;
    if (text.empty())
        text = std::string(name(code));
    return text;
}

std::string Error::message() const {
    return hint.empty() ? words() : words() + " (" + hint + ")";
}

}  // namespace syncline::base
