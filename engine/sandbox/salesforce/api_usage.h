#pragma once

#include "engine/sandbox/salesforce/day_count.h"
#include "engine/sandbox/salesforce/org.h"

#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include <boost/json.hpp>

namespace syncline::sandbox::salesforce {

/// What the Streaming API is being used for.
struct StreamingUse {
    std::uint64_t clients = 0;
    std::uint64_t deliveredToday = 0;  ///< events, each client counted
};

/// The org's API requests of a day, and what is left of its limits (Salesforce: REST API guide, Limit Info header and
/// Limits).
class ApiUsage {
public:
    ApiUsage(const Org& org, std::function<StreamingUse()> streaming) : m_org(org), m_streaming(std::move(streaming)) {}

    /// Counts a request. False when there are none left, or while the fault that limits the rate lasts.
    [[nodiscard]] bool take();
    /// "api-usage=18/15000".
    [[nodiscard]] std::string header() const;
    /// The body of …/limits.
    [[nodiscard]] boost::json::object limits() const;

private:
    [[nodiscard]] std::uint64_t usedToday() const { return m_requests.used(m_org.context().clock.wallNow()); }

    const Org& m_org;
    std::function<StreamingUse()> m_streaming;
    DayCount m_requests;
};

}  // namespace syncline::sandbox::salesforce
