#pragma once

#include "engine/sandbox/context.h"
#include "engine/sandbox/salesforce/cometd.h"
#include "engine/sandbox/salesforce/grants.h"
#include "engine/sandbox/salesforce/identity.h"
#include "engine/sandbox/salesforce/oauth.h"
#include "engine/sandbox/salesforce/options.h"
#include "engine/sandbox/salesforce/org.h"
#include "engine/sandbox/salesforce/rest_api.h"
#include "engine/sandbox/service.h"

#include <cstdint>

namespace syncline::sandbox::salesforce {

/// A Salesforce org as its clients see it: sign-in, REST API and Streaming API over one CRM of the world. A step
/// machine on the sandbox's one thread; what the context refers to must outlive it. It does not move the world's time.
class SalesforceServer final : public Service {
public:
    SalesforceServer(Context context, const SalesforceOptions& options);

    void handle(http_server::Request request, http_server::Exchange exchange) override;
    void pump() override;
    [[nodiscard]] std::optional<std::chrono::milliseconds> untilDue() const override;
    [[nodiscard]] bool writes(const http_server::Request& request) const override;

    /// Pushes /meta/disconnect to every streaming client and forgets them.
    void disconnectClients() { m_cometd.disconnectClients(); }
    /// The next `count` handshakes and connects fail so.
    void failNextStreaming(StreamingFailure failure, std::uint32_t count) { m_cometd.failNext(failure, count); }

private:
    [[nodiscard]] http_server::Response answer(const http_server::Request& request);

    Org m_org;
    Grants m_grants;
    OAuth m_oauth;
    Identity m_identity;
    RestApi m_rest;
    Cometd m_cometd;
};

}  // namespace syncline::sandbox::salesforce
