#pragma once

#include "engine/sandbox/hubspot/push_events.h"
#include "engine/sandbox/hubspot/push_settings.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace syncline::sandbox::hubspot {

/// One request to the app's target, ready to be posted.
struct PushDelivery {
    std::string url;
    std::vector<http_server::Header> headers;
    std::string body;
};

/// The status that the target answered with; nullopt when there was no answer within five seconds.
using PushResult = std::function<void(std::optional<int> status)>;
/// Posts a delivery and tells once what came of it, on the sandbox's thread.
using PushSender = std::function<void(PushDelivery delivery, PushResult result)>;

/// Push webhooks (HubSpot: webhooks API): JSON arrays of up to a hundred events, as many requests at a time as the
/// settings allow, up to ten more attempts spread over a day when the target fails. At least once: what had not been
/// taken when the sandbox stopped is delivered again.
class PushWebhooks {
public:
    PushWebhooks(Portal& portal, Links& links, const PushSettings& settings, PushSender sender);

    void pump();
    /// What waits for another attempt is due.
    void retryNow();
    [[nodiscard]] std::optional<std::chrono::milliseconds> untilDue() const;

private:
    /// Events that go together.
    struct Batch {
        std::vector<json::object> events;
        std::uint64_t firstEvent = 0;  ///< of the log, that is told in here
        std::uint64_t firstLink = 0;   ///< likewise, of the changes of associations
        int attempt = 0;
        base::WallTime due;
        bool out = false;
    };

    void gather();
    void send(const std::shared_ptr<Batch>& batch, const PushTarget& target);
    void finished(const std::shared_ptr<Batch>& batch, std::optional<int> status);
    void storePosition();
    [[nodiscard]] std::vector<json::object> collect(base::WallTime horizon);

    Portal& m_portal;
    Links& m_links;
    const PushSettings& m_settings;
    PushSender m_sender;
    PushEvents m_events;
    std::vector<std::shared_ptr<Batch>> m_batches;
    std::uint64_t m_nextEvent = 1;
    std::uint64_t m_nextLink = 1;
    base::Random m_random;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);  ///< results may come after our end
};

}  // namespace syncline::sandbox::hubspot
