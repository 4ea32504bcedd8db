#include "engine/sandbox/salesforce/api_usage.h"

#include <algorithm>

namespace syncline::sandbox::salesforce {
namespace json = boost::json;
namespace {

json::object limit(std::uint64_t most, std::uint64_t used) {
    return {{"Max", most}, {"Remaining", most - std::min(most, used)}};
}

}  // namespace

bool ApiUsage::take() {
    std::uint32_t& refusals = m_org.context().faults.rateLimit;
    if (refusals > 0) {
        --refusals;
        return false;
    }
    if (usedToday() >= m_org.options().dailyApiRequests)
        return false;
    m_requests.add(1, m_org.context().clock.wallNow());
    return true;
}

std::string ApiUsage::header() const {
    return "api-usage=" + std::to_string(usedToday()) + "/" + std::to_string(m_org.options().dailyApiRequests);
}

json::object ApiUsage::limits() const {
    constexpr std::uint32_t kMegabytes = 5;
    const StreamingUse streaming = m_streaming();
    return {{"DailyApiRequests", limit(m_org.options().dailyApiRequests, usedToday())},
            {"DailyDeliveredPlatformEvents", limit(m_org.options().dailyDeliveredEvents, streaming.deliveredToday)},
            {"DurableStreamingApiConcurrentClients", limit(m_org.options().concurrentClients, streaming.clients)},
            {"DataStorageMB", limit(kMegabytes, 1)}};
}

}  // namespace syncline::sandbox::salesforce
