#include "engine/sandbox/salesforce/api_usage.h"

#include <algorithm>
#include <chrono>

namespace syncline::sandbox::salesforce {
namespace json = boost::json;
namespace {

json::object limit(std::uint32_t most, std::uint32_t used) {
    return {{"Max", most}, {"Remaining", most - std::min(most, used)}};
}

}  // namespace

bool ApiUsage::take() {
    std::uint32_t& refusals = m_org.context().faults.rateLimit;
    if (refusals > 0) {
        --refusals;
        return false;
    }
    const base::WallTime now = m_org.context().clock.wallNow();
    if (now - m_since >= std::chrono::hours(24)) {
        m_since = now;
        m_used = 0;
    }
    if (m_used >= m_org.options().dailyApiRequests)
        return false;
    ++m_used;
    return true;
}

std::string ApiUsage::header() const {
    return "api-usage=" + std::to_string(m_used) + "/" + std::to_string(m_org.options().dailyApiRequests);
}

json::object ApiUsage::limits() const {
    constexpr std::uint32_t kClients = 20;
    constexpr std::uint32_t kMegabytes = 5;
    return {{"DailyApiRequests", limit(m_org.options().dailyApiRequests, m_used)},
            {"DailyDeliveredPlatformEvents", limit(m_org.options().dailyDeliveredEvents, 0)},
            {"DurableStreamingApiConcurrentClients", limit(kClients, 0)},
            {"DataStorageMB", limit(kMegabytes, 1)}};
}

}  // namespace syncline::sandbox::salesforce
