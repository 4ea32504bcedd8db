#include "engine/sandbox/hubspot/rate_limits.h"

#include "engine/sandbox/hubspot/json_access.h"

#include <algorithm>
#include <cctype>

namespace syncline::sandbox::hubspot {
namespace {

constexpr std::chrono::seconds kInterval{10};
constexpr std::string_view kDays = "hubspot/requests/";

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

}  // namespace

bool RollingWindow::admit(base::MonotonicTime now) {
    while (!m_times.empty() && now - m_times.front() >= m_span)
        m_times.pop_front();
    if (m_times.size() >= m_limit)
        return false;
    m_times.push_back(now);
    return true;
}

RateLimits::RateLimits(Portal& portal)
    : m_portal(portal),
      m_burst(portal.options().limits.burst, kInterval),
      m_search(portal.options().limits.searchPerSecond, std::chrono::seconds(1)),
      m_associations(portal.options().limits.associationBurst, kInterval),
      m_journal(portal.options().limits.journalPerSecond, std::chrono::seconds(1)) {}

RollingWindow& RateLimits::window(RateFamily family) {
    switch (family) {
        case RateFamily::Search:
            return m_search;
        case RateFamily::Associations:
            return m_associations;
        case RateFamily::Journal:
            return m_journal;
        case RateFamily::Normal:
            break;
    }
    return m_burst;
}

std::optional<Problem> RateLimits::admit(RateFamily family) {
    const bool perSecond = family == RateFamily::Search || family == RateFamily::Journal;
    const std::string policy = perSecond ? "SECONDLY" : "TEN_SECONDLY_ROLLING";
    const std::chrono::seconds wait = perSecond ? std::chrono::seconds(1) : kInterval;
    if (m_portal.faults().rateLimit > 0) {
        --m_portal.faults().rateLimit;
        return refusal(policy, family, wait);
    }
    if (family != RateFamily::Journal && usedToday() >= m_portal.options().limits.daily) {
        const auto left = std::chrono::duration_cast<std::chrono::seconds>(resetsAt() - m_portal.now());
        return refusal("DAILY", family, left);
    }
    if (!window(family).admit(m_portal.steadyNow()))
        return refusal(policy, family, wait);
    if (family != RateFamily::Journal) {
        const std::string today = dayKey();
        const std::uint64_t used = usedToday() + 1;
        if (used == 1) {
            for (const auto& [earlier, count] : m_portal.values().withPrefix(kDays))
                m_portal.values().erase(earlier);
        }
        m_portal.values().put(today, std::to_string(used));
    }
    return std::nullopt;
}

/// Retry-After is documented for the journal; for the CRM it is not (dialect retry-after-on-429).
Problem RateLimits::refusal(const std::string& policy, RateFamily family, std::chrono::seconds wait) {
    Problem problem{.status = 429, .category = {}, .message = "You have reached your " + lower(policy) + " limit."};
    if (m_portal.dialect("rate-limit-category"))
        problem.category = "RATE_LIMITS";
    else
        problem.extra["errorType"] = "RATE_LIMIT";
    problem.extra["policyName"] = policy;
    problem.extra["groupName"] = "publicapi:private-apps-api-calls:" + m_portal.id();
    problem.extra["requestId"] = m_portal.uuid();
    if (family == RateFamily::Journal || m_portal.dialect("retry-after-on-429"))
        problem.headers.push_back({"Retry-After", std::to_string(wait.count())});
    return problem;
}

std::vector<http_server::Header> RateLimits::headers(RateFamily family, const Caller& caller) const {
    if (family == RateFamily::Search || family == RateFamily::Journal)
        return {};
    const RollingWindow& window = family == RateFamily::Associations ? m_associations : m_burst;
    std::vector<http_server::Header> headers;
    if (caller.kind == Caller::Kind::StaticToken) {
        const std::uint64_t daily = m_portal.options().limits.daily;
        headers.push_back({"X-HubSpot-RateLimit-Daily", std::to_string(daily)});
        headers.push_back(
            {"X-HubSpot-RateLimit-Daily-Remaining", std::to_string(daily - std::min(daily, usedToday()))});
    }
    const auto interval = std::chrono::milliseconds(kInterval).count();
    headers.push_back({"X-HubSpot-RateLimit-Interval-Milliseconds", std::to_string(interval)});
    headers.push_back({"X-HubSpot-RateLimit-Max", std::to_string(window.limit())});
    headers.push_back({"X-HubSpot-RateLimit-Remaining", std::to_string(window.remaining())});
    const std::size_t perSecond = window.limit() / static_cast<std::size_t>(kInterval.count());
    headers.push_back({"X-HubSpot-RateLimit-Secondly", std::to_string(perSecond)});
    headers.push_back(
        {"X-HubSpot-RateLimit-Secondly-Remaining", std::to_string(std::min(perSecond, window.remaining()))});
    return headers;
}

std::uint64_t RateLimits::usedToday() const {
    const std::string* stored = m_portal.values().find(dayKey());
    return stored == nullptr ? 0 : static_cast<std::uint64_t>(wholeNumber(*stored).value_or(0));
}

base::WallTime RateLimits::resetsAt() const {
    const auto local = std::chrono::floor<std::chrono::days>(m_portal.now() + m_portal.options().utcOffset);
    return base::WallTime(local + std::chrono::days(1)) - m_portal.options().utcOffset;
}

std::string RateLimits::dayKey() const {
    const auto local = std::chrono::floor<std::chrono::days>(m_portal.now() + m_portal.options().utcOffset);
    return std::string(kDays) + std::to_string(local.time_since_epoch().count());
}

}  // namespace syncline::sandbox::hubspot
