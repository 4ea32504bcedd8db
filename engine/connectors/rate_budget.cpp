#include "engine/connectors/rate_budget.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace syncline::connectors {

namespace {

using namespace std::chrono_literals;

constexpr auto kAskAgain = 15min;
constexpr std::uint64_t kMostOthers = 100'000;  ///< places that others are believed to take
constexpr Priority kPriorities[] = {Priority::Live, Priority::Read};

std::size_t index(Priority priority) {
    return priority == Priority::Live ? 0 : 1;
}

std::optional<std::uint64_t> numberIn(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

std::optional<std::uint64_t> numberOf(const Headers& headers, std::string_view name) {
    return numberIn(headerNamed(headers, name));
}

struct ApiUsage {
    std::uint64_t used = 0;
    std::uint64_t limit = 0;
};

/// "api-usage=18/15000", perhaps with more behind a semicolon or comma.
std::optional<ApiUsage> salesforceUsage(std::string_view header) {
    constexpr std::string_view kName = "api-usage=";
    const std::size_t start = header.find(kName);
    if (start == std::string_view::npos)
        return std::nullopt;
    std::string_view numbers = header.substr(start + kName.size());
    numbers = numbers.substr(0, numbers.find_first_of(";, "));
    const std::size_t slash = numbers.find('/');
    if (slash == std::string_view::npos)
        return std::nullopt;
    const auto used = numberIn(numbers.substr(0, slash));
    const auto limit = numberIn(numbers.substr(slash + 1));
    if (!used || !limit)
        return std::nullopt;
    return ApiUsage{*used, *limit};
}

}  // namespace

BudgetOptions salesforceBudget() {
    return {};  // A daily limit and long requests at once (25 in production, 5 in developer orgs), no windows.
}

BudgetOptions hubspotBudget() {
    BudgetOptions options;
    // Until an answer tells more: the smallest limit of any account. The search limit, 5 a second, is the whole
    // account's and no answer tells what is left of it, so that one is left to others.
    options.rolling[Lane::General] = {100, 10s, 20};
    options.rolling[Lane::Search] = {4, 1s, 1};
    options.rolling[Lane::Stream] = {50, 1s, 0};
    return options;
}

const RollingLimit* RateBudget::limitOf(Lane lane) const {
    const auto found = m_options.rolling.find(lane);
    return found == m_options.rolling.end() || found->second.requests == 0 ? nullptr : &found->second;
}

TicketId RateBudget::ask(Lane lane, Priority priority) {
    const TicketId ticket(++m_last);
    m_roads[lane].queues[index(priority)].push_back(ticket);
    return ticket;
}

void RateBudget::withdraw(TicketId ticket, Time now) {
    freePlace(ticket, now);
    for (auto& [lane, road] : m_roads) {
        for (std::deque<TicketId>& queue : road.queues)
            std::erase(queue, ticket);
    }
}

std::vector<TicketId> RateBudget::leave(Time now) {
    std::vector<TicketId> leaving;
    for (const Priority priority : kPriorities) {
        for (auto& [lane, road] : m_roads) {
            std::deque<TicketId>& queue = road.queues[index(priority)];
            for (auto free = whenFree(lane, priority, now); free && *free <= now;
                 free = whenFree(lane, priority, now)) {
                leaving.push_back(queue.front());
                send(lane, priority, now);
            }
        }
    }
    return leaving;
}

void RateBudget::send(Lane lane, Priority priority, Time now) {
    Road& road = m_roads[lane];
    std::deque<TicketId>& queue = road.queues[index(priority)];
    std::erase_if(road.freeAt, [now](Time free) { return free <= now; });
    m_out.emplace(queue.front(), Out{lane, priority});
    queue.pop_front();
    ++road.out;
    if (!m_daily || lane == Lane::Stream)
        return;
    ++m_daily->used;
    m_daily->askAgain = now + kAskAgain;
}

/// When the first in that queue may leave; none: it is empty, or waits for an answer or for another.
std::optional<base::MonotonicTime> RateBudget::whenFree(Lane lane, Priority priority, Time now) const {
    const Road& road = m_roads.at(lane);
    if (road.queues[index(priority)].empty() || wireIsFull(lane, priority))
        return std::nullopt;
    const bool liveWaits = !road.queues[index(Priority::Live)].empty();
    if (priority == Priority::Read && liveWaits)
        return std::nullopt;
    const std::optional<Time> window = whenWindowAllows(lane, priority, now);
    if (!window)
        return std::nullopt;
    return std::max({now, road.pausedUntil, *window, whenDayAllows(lane, priority, now)});
}

bool RateBudget::wireIsFull(Lane lane, Priority priority) const {
    if (lane == Lane::Stream)
        return false;
    std::size_t all = 0;
    std::size_t reads = 0;
    for (const auto& [ticket, out] : m_out) {
        all += out.lane == Lane::Stream ? 0 : 1;
        reads += out.lane != Lane::Stream && out.priority == Priority::Read ? 1 : 0;
    }
    return all >= m_options.concurrent || (priority == Priority::Read && reads >= m_options.concurrentReads);
}

std::size_t RateBudget::othersNow(const Road& road, Time now) const {
    return road.othersUntil > now ? road.others : 0;
}

std::optional<base::MonotonicTime> RateBudget::whenWindowAllows(Lane lane, Priority priority, Time now) const {
    const RollingLimit* limit = limitOf(lane);
    if (!limit)
        return now;
    const Road& road = m_roads.at(lane);
    const std::size_t reserved = priority == Priority::Read ? std::min(limit->onlyLive, limit->requests - 1) : 0;
    const std::size_t places = limit->requests - reserved;
    // What ends by itself, in the order of its end.
    std::vector<Time> ends(road.freeAt.begin(), road.freeAt.end());
    ends.insert(ends.end(), othersNow(road, now), road.othersUntil);
    std::erase_if(ends, [now](Time end) { return end <= now; });
    std::sort(ends.begin(), ends.end());
    const std::size_t taken = road.out + ends.size();
    if (taken < places)
        return now;
    const std::size_t needed = taken - places;  // as many must end, and one more
    return needed < ends.size() ? std::optional(ends[needed]) : std::nullopt;
}

base::MonotonicTime RateBudget::whenDayAllows(Lane lane, Priority priority, Time now) const {
    if (!m_daily || lane == Lane::Stream)
        return now;
    const std::uint64_t percent = priority == Priority::Read ? m_options.dailyPercentForReads : 100;
    // What was on the wire when the side counted may be missing in its number.
    const std::uint64_t limit = m_daily->limit / 100 * percent + m_daily->limit % 100 * percent / 100;
    if (m_daily->used + m_options.concurrent <= limit)
        return now;
    return m_daily->askAgain;
}

std::optional<base::MonotonicTime> RateBudget::next(Time now) const {
    std::optional<Time> earliest;
    for (const auto& [lane, road] : m_roads) {
        for (const Priority priority : kPriorities) {
            const std::optional<Time> free = whenFree(lane, priority, now);
            if (free && (!earliest || *free < *earliest))
                earliest = free;
        }
    }
    return earliest;
}

void RateBudget::freePlace(TicketId ticket, Time now) {
    const auto out = m_out.extract(ticket);
    if (out.empty())
        return;
    const Lane lane = out.mapped().lane;
    Road& road = m_roads[lane];
    --road.out;
    if (const RollingLimit* limit = limitOf(lane))
        road.freeAt.push_back(now + limit->window);
}

void RateBudget::answered(TicketId ticket, const Headers& headers, Time now) {
    const auto out = m_out.find(ticket);
    if (out == m_out.end())
        return;
    const Lane lane = out->second.lane;
    freePlace(ticket, now);
    if (lane == Lane::General)
        learnWindow(headers, now);
    if (lane != Lane::Stream)
        learnDay(headers, now);
}

void RateBudget::learnWindow(const Headers& headers, Time now) {
    const auto told = numberOf(headers, "X-HubSpot-RateLimit-Max");
    if (!told || *told == 0)
        return;
    RollingLimit& limit = m_options.rolling[Lane::General];
    limit.requests = *told;
    if (const auto window = numberOf(headers, "X-HubSpot-RateLimit-Interval-Milliseconds"); window && *window > 0)
        limit.window = std::chrono::milliseconds(std::min<std::uint64_t>(*window, 86'400'000));
    const auto remaining = numberOf(headers, "X-HubSpot-RateLimit-Remaining");
    if (!remaining || *remaining > *told)
        return;
    Road& road = m_roads[Lane::General];
    const auto held = std::count_if(road.freeAt.begin(), road.freeAt.end(), [now](Time free) { return free > now; });
    const std::uint64_t ours = road.out + static_cast<std::uint64_t>(held);
    const std::uint64_t used = *told - *remaining;
    if (used <= ours || used - ours < othersNow(road, now))
        return;
    road.others = std::min<std::uint64_t>(used - ours, kMostOthers);
    road.othersUntil = now + limit.window;
}

void RateBudget::learnDay(const Headers& headers, Time now) {
    Daily told;
    if (const auto usage = salesforceUsage(headerNamed(headers, "Sforce-Limit-Info"))) {
        told = {usage->used, usage->limit, now + kAskAgain};
    } else {
        const auto limit = numberOf(headers, "X-HubSpot-RateLimit-Daily");
        const auto remaining = numberOf(headers, "X-HubSpot-RateLimit-Daily-Remaining");
        if (!limit || !remaining)
            return;
        told = {*limit - std::min(*limit, *remaining), *limit, now + kAskAgain};
    }
    m_daily = told;
}

void RateBudget::pause(Lane lane, Time until) {
    Road& road = m_roads[lane];
    road.pausedUntil = std::max(road.pausedUntil, until);
}

std::optional<DailyUse> RateBudget::daily() const {
    if (!m_daily)
        return std::nullopt;
    return DailyUse{m_daily->used, m_daily->limit};
}

std::size_t RateBudget::waiting() const {
    std::size_t count = 0;
    for (const auto& [lane, road] : m_roads)
        count += road.queues[0].size() + road.queues[1].size();
    return count;
}

}  // namespace syncline::connectors
