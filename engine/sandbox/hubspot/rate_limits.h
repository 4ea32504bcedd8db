#pragma once

#include "engine/sandbox/hubspot/portal.h"
#include "engine/sandbox/hubspot/reply.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace syncline::sandbox::hubspot {

/// Requests within a span that moves along with time.
class RollingWindow {
public:
    RollingWindow(std::size_t limit, std::chrono::milliseconds span) : m_limit(limit), m_span(span) {}

    /// Counts the request if there is room.
    [[nodiscard]] bool admit(base::MonotonicTime now);
    [[nodiscard]] std::size_t limit() const { return m_limit; }
    [[nodiscard]] std::size_t remaining() const { return m_limit - m_times.size(); }

private:
    std::size_t m_limit;
    std::chrono::milliseconds m_span;
    std::deque<base::MonotonicTime> m_times;
};

enum class RateFamily { Normal, Search, Associations, Journal };

/// The account's limits and the headers that tell of them (HubSpot: API usage guidelines). The daily counter is stored
/// and starts again at midnight in the account's time zone.
class RateLimits {
public:
    explicit RateLimits(Portal& portal);

    /// Counts a request, or refuses it with 429.
    [[nodiscard]] std::optional<Problem> admit(RateFamily family);
    /// None for search and the journal; no daily ones for OAuth.
    [[nodiscard]] std::vector<http_server::Header> headers(RateFamily family, const Caller& caller) const;
    [[nodiscard]] std::uint64_t usedToday() const;
    /// When the daily counter starts again.
    [[nodiscard]] base::WallTime resetsAt() const;

private:
    [[nodiscard]] RollingWindow& window(RateFamily family);
    [[nodiscard]] Problem refusal(const std::string& policy, RateFamily family, std::chrono::seconds wait);
    [[nodiscard]] std::string dayKey() const;

    Portal& m_portal;
    RollingWindow m_burst;
    RollingWindow m_search;
    RollingWindow m_associations;
    RollingWindow m_journal;
};

}  // namespace syncline::sandbox::hubspot
