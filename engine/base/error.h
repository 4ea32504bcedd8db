#pragma once

#include <string>
#include <string_view>

namespace syncline::base {

/// What kind of failure an Error is. The set is closed: whether to retry is a function of the code, never of text.
enum class ErrorCode {
    InvalidArgument,     ///< the caller or a person gave something that cannot be taken
    NotFound,            ///< the thing asked for does not exist
    AlreadyExists,       ///< it exists already, or its name or port is taken
    PermissionDenied,    ///< the operating system or the other side refuses us
    Unauthenticated,     ///< credentials are missing, wrong or expired
    Unavailable,         ///< the other side cannot be reached or is not ready
    TimedOut,            ///< no answer within the time allowed; the outcome may be unknown
    RateLimited,         ///< the other side asks us to slow down
    Busy,                ///< somebody holds the lock
    NoSpace,             ///< the disk is full, or a file has reached its limit
    Corrupt,             ///< stored data does not read back as what was written
    UnsupportedVersion,  ///< stored data or the peer is of a version that this program does not know
    LimitExceeded,       ///< a limit on size, count or time was passed
    ProtocolViolation,   ///< the peer sent something that its protocol does not allow
    Cancelled,           ///< somebody asked for this work to stop
    Io,                  ///< any other failure of a file or socket
    Internal,            ///< a fault of ours
};

/// The code's name as it is written in logs and JSON, "not_found".
[[nodiscard]] std::string_view name(ErrorCode code);

/// True when the same operation may succeed later without anybody changing anything.
[[nodiscard]] bool isRetryable(ErrorCode code);

/// One failure as a value: what was tried, on what, what happened, and what a person can do.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string operation;  ///< what was tried, in words: "open journal"
    std::string object;     ///< on what: a path, an address, a record id
    std::string detail;     ///< what happened, with the words of the library or the API
    std::string hint;       ///< what a person can do; may be empty

    /// One line for logs and stderr: operation, object, detail and hint.
    [[nodiscard]] std::string message() const;
    /// The same without the hint, where that stands by itself.
    [[nodiscard]] std::string words() const;

    bool operator==(const Error&) const = default;
};

}  // namespace syncline::base
