#pragma once

#include "engine/base/clock.h"
#include "engine/connectors/api/http_sender.h"

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncline::test {

/// An answer as HttpSender gives it.
[[nodiscard]] connectors::HttpAnswer answer(int status, std::string body = {}, connectors::Headers headers = {});
/// No answer, and whether the request may have arrived.
[[nodiscard]] connectors::HttpAnswer noAnswer(base::ErrorCode code, bool mayHaveArrived);

/// An HttpSender without a network: keeps what is sent, and answers by a script or by hand. As the interface says, no
/// answer comes from within send(): run() gives those that the script has. One thread.
class FakeHttp final : public connectors::HttpSender {
public:
    using Script = std::function<connectors::HttpAnswer(const connectors::HttpRequest&)>;

    connectors::SendId send(connectors::HttpRequest request, std::function<void(connectors::HttpAnswer)> done) override;
    void cancel(connectors::SendId id) override;

    /// The next request of that method whose URL holds this text gets the answer, once. Answers for the same request
    /// are used in the order in which they were given.
    void once(std::string method, std::string urlPart, connectors::HttpAnswer answer);
    /// Every such request that no once() was left for. Of several the last one given counts.
    void always(std::string method, std::string urlPart, Script script);

    /// Answers what is under way and has a script, in the order of sending, and what is sent meanwhile; how many.
    std::size_t run();
    /// Answers one that is under way, by hand, now.
    void answerTo(connectors::SendId id, connectors::HttpAnswer answer);

    /// All that was ever sent, in order.
    [[nodiscard]] const std::vector<connectors::HttpRequest>& sent() const { return m_sent; }
    /// How often a request of that method whose URL holds this text was sent.
    [[nodiscard]] std::size_t count(std::string_view method, std::string_view urlPart) const;
    /// What is under way: no answer, not cancelled.
    [[nodiscard]] std::vector<connectors::SendId> open() const;
    [[nodiscard]] const connectors::HttpRequest& request(connectors::SendId id) const { return m_sent.at(id - 1); }
    [[nodiscard]] const std::vector<connectors::SendId>& cancelled() const { return m_cancelled; }

private:
    struct Rule {
        std::string method;
        std::string urlPart;
        Script script;
    };
    [[nodiscard]] std::optional<connectors::HttpAnswer> scripted(const connectors::HttpRequest& request);

    std::vector<connectors::HttpRequest> m_sent;  ///< SendId - 1 is the index
    std::map<connectors::SendId, std::function<void(connectors::HttpAnswer)>> m_open;
    std::vector<connectors::SendId> m_cancelled;
    std::deque<Rule> m_once;
    std::vector<Rule> m_always;
};

/// Timers that a test steps together with the clock. One thread.
class FakeTimers final : public connectors::Timers {
public:
    explicit FakeTimers(base::ManualClock& clock) : m_clock(clock) {}

    connectors::TimerId after(std::chrono::milliseconds delay, std::function<void()> run) override;
    void cancel(connectors::TimerId id) override;

    /// Moves the clock on, stopping at each timer that becomes due to run it (equal times: in the order in which they
    /// were made), those made meanwhile as well. advance(0) runs what is due now.
    void advance(std::chrono::milliseconds by);
    /// As advance(), with `http` answering by its script before, between and after the timers.
    void advance(std::chrono::milliseconds by, FakeHttp& http);

    [[nodiscard]] std::size_t pending() const { return m_timers.size(); }
    /// How long until the next is due; none: nothing is pending.
    [[nodiscard]] std::optional<std::chrono::milliseconds> untilNext() const;

private:
    using Due = std::pair<base::MonotonicTime, connectors::TimerId>;
    bool runNext(base::MonotonicTime end);

    base::ManualClock& m_clock;
    connectors::TimerId m_last = 0;
    std::map<Due, std::function<void()>> m_timers;
};

}  // namespace syncline::test
