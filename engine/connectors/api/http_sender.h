#pragma once

#include "engine/base/error.h"
#include "engine/base/result.h"
#include "engine/connectors/api/priority.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace syncline::connectors {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// The value of the first header of that name, without case; "" when it is not there.
[[nodiscard]] std::string_view headerNamed(const Headers& headers, std::string_view name);

struct HttpRequest {
    std::string method = "GET";
    std::string url;
    Headers headers;
    std::string body;
    std::chrono::milliseconds timeout{30'000};  ///< without a byte from the other side
    Priority priority = Priority::Live;         ///< while the side's limits hold it back; not sent
};

struct HttpResponse {
    int status = 0;
    Headers headers;
    std::string body;

    /// The first of that name, without case; "" when it is not there.
    [[nodiscard]] std::string_view header(std::string_view name) const { return headerNamed(headers, name); }
};

/// No whole answer: why, and whether the request may have reached the other side and had an effect there.
struct HttpFailure {
    base::Error error;
    bool mayHaveArrived = true;
};

using HttpAnswer = std::variant<HttpResponse, HttpFailure>;
using SendId = std::uint64_t;

/// The one way out to HTTP. Redirects are followed by hand, to the same scheme, host and port only; any other is a
/// ProtocolViolation. Answers of more than 64 MiB are LimitExceeded. On its thread; does not block.
class HttpSender {
public:
    virtual ~HttpSender() = default;
    /// `done` is called exactly once, later, on the same thread, unless the request is cancelled before.
    virtual SendId send(HttpRequest request, std::function<void(HttpAnswer)> done) = 0;
    virtual void cancel(SendId id) = 0;
};

using TimerId = std::uint64_t;

/// Timers on the connector's thread, by the clock that tests step.
class Timers {
public:
    virtual ~Timers() = default;
    virtual TimerId after(std::chrono::milliseconds delay, std::function<void()> run) = 0;
    virtual void cancel(TimerId id) = 0;
};

}  // namespace syncline::connectors
