#pragma once

#include "engine/connectors/api/token_source.h"
#include "engine/connectors/side_client.h"
#include "engine/mapping/workspace.h"

#include <memory>
#include <vector>

namespace syncline::connectors::salesforce {

/// What the client works with. All of it outlives the client and belongs to its thread.
struct SalesforceParts {
    HttpSender& http;
    Timers& timers;
    TokenSource& tokens;
    const base::Clock& clock;  ///< the one that Timers go by
    std::uint64_t seed = 0;    ///< for the jitter of waits
};

/// Salesforce as a side: its change events by the Streaming API, one channel for each mapped object, and its records by
/// sObject Collections and SOQL. Protocol logic only: no Qt, no sockets, no threads. See the room's README for what it
/// does where the platform leaves a choice.
class SalesforceClient final : public SideClient {
public:
    SalesforceClient(mapping::Connection connection, const std::vector<mapping::ObjectMapping>& objects,
                     SalesforceParts parts);
    ~SalesforceClient() override;

    void start(ConnectorListener& listener, std::vector<core::Position> positions) override;
    void acknowledge(core::Position position) override;
    void request(ReadRequest request) override;
    void request(FindRequest request) override;
    void request(WriteRequest request) override;
    void tryNow() override;
    void stop() override;

    [[nodiscard]] static SideLimits limits();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::connectors::salesforce
