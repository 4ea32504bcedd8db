#pragma once

#include "engine/base/clock.h"
#include "engine/base/ids.h"
#include "engine/connectors/api/http_sender.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

namespace syncline::connectors {

/// Requests that a side counts together.
enum class Lane : std::uint8_t {
    General,
    Search,  ///< HubSpot's search: by second and account
    Stream,  ///< what is held or polled for changes: outside the daily limit and the number at once
};

/// At most so many requests within any window of that length, at the server. 0: no such limit.
struct RollingLimit {
    std::size_t requests = 0;
    std::chrono::milliseconds window{0};
    std::size_t onlyLive = 0;  ///< of the requests, those that Priority::Read leaves alone
};

struct BudgetOptions {
    std::map<Lane, RollingLimit> rolling;
    std::size_t concurrent = 5;          ///< requests of General and Search on the wire at once
    std::size_t concurrentReads = 4;     ///< of Priority::Read among them
    unsigned dailyPercentForReads = 95;  ///< of the daily limit; the rest is for Priority::Live
};

[[nodiscard]] BudgetOptions salesforceBudget();
[[nodiscard]] BudgetOptions hubspotBudget();

/// What the side says of its daily limit, for the screen.
struct DailyUse {
    std::uint64_t used = 0;  ///< with what has left since the side said so
    std::uint64_t limit = 0;

    bool operator==(const DailyUse&) const = default;
};

using TicketId = base::Id<struct TicketTag, std::uint64_t>;

/// When the next request may leave, so that no limit of the side is ever passed. A step machine: no clock, no timers,
/// no I/O; times are the caller's monotonic ones. One thread.
///
/// A request takes a place in its lane's window from its leaving until the window's length after its answer. It arrives
/// at the server in between, whatever the network does with it; so no window there holds more than the limit. Limits
/// follow what the answers say: HubSpot's X-HubSpot-RateLimit-Max, -Remaining, -Interval-Milliseconds, -Daily,
/// -Daily-Remaining (protocol: 5), Salesforce's Sforce-Limit-Info (protocol: 5.9). What others use of the same limit
/// takes places too. When the daily limit is used up one request in 15 minutes asks whether it still is.
class RateBudget {
public:
    explicit RateBudget(BudgetOptions options) : m_options(std::move(options)) {}

    /// A request that wants to leave.
    TicketId ask(Lane lane, Priority priority);
    /// It need not leave any more; or it has left and its answer does not matter, which counts as answered.
    void withdraw(TicketId ticket, base::MonotonicTime now);
    /// Those that leave now: the caller sends them. Live before read, each in the order of asking.
    [[nodiscard]] std::vector<TicketId> leave(base::MonotonicTime now);
    /// When leave() may give more. None: nobody waits, or only an answer can help.
    [[nodiscard]] std::optional<base::MonotonicTime> next(base::MonotonicTime now) const;
    /// Every ticket that has left is answered once; without headers when the answer was lost.
    void answered(TicketId ticket, const Headers& headers, base::MonotonicTime now);
    /// The side asks for a pause (429, Retry-After). A shorter one does not shorten it.
    void pause(Lane lane, base::MonotonicTime until);

    /// None until the side has told.
    [[nodiscard]] std::optional<DailyUse> daily() const;
    [[nodiscard]] std::size_t waiting() const;

private:
    using Time = base::MonotonicTime;

    struct Road {
        std::array<std::deque<TicketId>, 2> queues;  ///< by Priority
        std::size_t out = 0;                         ///< on the wire
        std::deque<Time> freeAt;                     ///< of those answered, when their places are free again, in order
        std::size_t others = 0;                      ///< places that others of this account take …
        Time othersUntil{};                          ///< … until then
        Time pausedUntil{};
    };
    struct Out {
        Lane lane = Lane::General;
        Priority priority = Priority::Live;
    };
    struct Daily {
        std::uint64_t used = 0;
        std::uint64_t limit = 0;
        Time askAgain{};  ///< when it is used up
    };

    [[nodiscard]] const RollingLimit* limitOf(Lane lane) const;
    [[nodiscard]] std::optional<Time> whenFree(Lane lane, Priority priority, Time now) const;
    [[nodiscard]] std::optional<Time> whenWindowAllows(Lane lane, Priority priority, Time now) const;
    [[nodiscard]] Time whenDayAllows(Lane lane, Priority priority, Time now) const;
    [[nodiscard]] bool wireIsFull(Lane lane, Priority priority) const;
    [[nodiscard]] std::size_t othersNow(const Road& road, Time now) const;
    void send(Lane lane, Priority priority, Time now);
    void freePlace(TicketId ticket, Time now);
    void learnWindow(const Headers& headers, Time now);
    void learnDay(const Headers& headers, Time now);

    BudgetOptions m_options;
    std::uint64_t m_last = 0;
    std::map<Lane, Road> m_roads;
    std::map<TicketId, Out> m_out;
    std::optional<Daily> m_daily;
};

}  // namespace syncline::connectors
