#pragma once

#include "engine/base/clock.h"
#include "engine/connectors/api/http_sender.h"

#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace syncline::app {

/// When a marked value came in over the wire and left again, for the latency benchmark. Marks are texts such as
/// "mark 17." in bodies. From any thread.
class WireTimes {
public:
    struct Times {
        base::MonotonicTime in{};    ///< the last byte of the first answer that holds the mark
        base::MonotonicTime out{};   ///< the first request that holds it is handed to the network, held by no budget
        base::MonotonicTime done{};  ///< the last byte of that request's good answer
    };

    explicit WireTimes(const base::Clock& clock) : m_clock(clock) {}

    void came(std::string_view body) { note(body, &Times::in); }
    void left(std::string_view body) { note(body, &Times::out); }
    void answered(std::string_view requestBody) { note(requestBody, &Times::done); }
    [[nodiscard]] std::map<int, Times> all() const;

    /// The mark of that number, to be written into a field.
    [[nodiscard]] static std::string mark(int number) { return std::string(kMark) + std::to_string(number) + '.'; }

private:
    static constexpr std::string_view kMark = "mark ";
    void note(std::string_view body, base::MonotonicTime Times::*when);

    const base::Clock& m_clock;
    mutable std::mutex m_mutex;
    std::map<int, Times> m_times;  ///< guarded by m_mutex
};

/// An HttpSender that notes the marks in what goes through it, to be put around the one that really sends, below the
/// side's budget: waiting for that is our share. On the other sender's thread; both outlive it.
class TimedSender final : public connectors::HttpSender {
public:
    TimedSender(connectors::HttpSender& sender, WireTimes& times) : m_sender(sender), m_times(times) {}

    connectors::SendId send(connectors::HttpRequest request, std::function<void(connectors::HttpAnswer)> done) override;
    void cancel(connectors::SendId id) override { m_sender.cancel(id); }

private:
    connectors::HttpSender& m_sender;
    WireTimes& m_times;
};

}  // namespace syncline::app
