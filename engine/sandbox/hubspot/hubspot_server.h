#pragma once

#include "engine/sandbox/context.h"
#include "engine/sandbox/hubspot/options.h"
#include "engine/sandbox/hubspot/push_webhooks.h"
#include "engine/sandbox/service.h"

#include <memory>

namespace syncline::sandbox::hubspot {

/// HubSpot's public API over one account of the world: sign-in, records in v3 and date-versioned paths, properties,
/// owners, associations, the webhooks journal with its files, push webhooks, rate limits. A step machine without
/// sockets, threads and timers: every request is answered at once, publications and deliveries happen in pump(). What
/// it must remember is in the context's stored values. One thread; lives as long as its context.
class HubSpotServer final : public Service {
public:
    HubSpotServer(Context context, HubSpotOptions options, PushSender sender);
    ~HubSpotServer() override;
    HubSpotServer(const HubSpotServer&) = delete;
    HubSpotServer& operator=(const HubSpotServer&) = delete;

    void handle(http_server::Request request, http_server::Exchange exchange) override;
    void pump() override;
    [[nodiscard]] std::optional<std::chrono::milliseconds> untilDue() const override;
    [[nodiscard]] bool writes(const http_server::Request& request) const override;

    /// The access tokens that were handed out have expired; new ones are good. The static token never expires.
    void expireTokens();
    /// So have the links to journal files.
    void expireLinks();
    /// Deliveries that wait for another attempt are due now.
    void retryPushes();

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

}  // namespace syncline::sandbox::hubspot
