#pragma once

#include "engine/sandbox/salesforce/org.h"

#include <cstdint>
#include <string>

#include <boost/json.hpp>

namespace syncline::sandbox::salesforce {

/// The org's API requests of a day, which begins with the first and is counted anew 24 hours later; not kept over a
/// restart (Salesforce: REST API guide, Limit Info header and Limits).
class ApiUsage {
public:
    explicit ApiUsage(const Org& org) : m_org(org) {}

    /// Counts a request. False when there are none left, or while the fault that limits the rate lasts.
    [[nodiscard]] bool take();
    /// "api-usage=18/15000".
    [[nodiscard]] std::string header() const;
    /// The body of …/limits.
    [[nodiscard]] boost::json::object limits() const;

private:
    const Org& m_org;
    std::uint32_t m_used = 0;
    base::WallTime m_since{};
};

}  // namespace syncline::sandbox::salesforce
