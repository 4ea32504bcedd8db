#include "app/connections.h"

#include "app/run_time.h"
#include "engine/base/random.h"
#include "engine/base/try.h"
#include "engine/connectors/environment_secrets.h"
#include "engine/connectors/hubspot/hubspot_client.h"
#include "engine/connectors/hubspot/make_hubspot_client.h"
#include "engine/connectors/layered_secrets.h"
#include "engine/connectors/memory_secrets.h"
#include "engine/connectors/salesforce/salesforce_client.h"
#include "engine/connectors/salesforce_tokens.h"
#include "engine/connectors/threaded_connector.h"

#include <functional>
#include <utility>

namespace syncline::app {
namespace {

using namespace connectors;

using MakeSecrets = std::function<std::unique_ptr<SecretStore>()>;

MakeSecrets secretsOf(const SideAccess* access, std::shared_ptr<Keyring> keyring) {
    if (access != nullptr)
        return [secrets = access->secrets] { return std::make_unique<MemorySecrets>(secrets); };
    if (!keyring)
        keyring = std::make_shared<Keyring>();
    return [keyring = std::move(keyring)] {
        return std::make_unique<LayeredSecrets>(EnvironmentSecrets(), std::make_unique<KeyringSecrets>(keyring));
    };
}

/// A Salesforce client with the tokens that it works with.
class SalesforceSide final : public SideClient {
public:
    SalesforceSide(const mapping::Workspace& workspace, const SideTools& tools)
        : m_tokens(tools,
                   {workspace.id, workspace.connection.salesforce.baseUrl, workspace.connection.salesforce.clientId}),
          m_client(workspace.connection.salesforce, workspace.objects,
                   {tools.http, tools.timers, m_tokens, tools.clock, tools.seed}) {}

    void start(ConnectorListener& listener, std::vector<core::Position> positions) override {
        m_client.start(listener, std::move(positions));
    }
    void acknowledge(core::Position position) override { m_client.acknowledge(std::move(position)); }
    void request(ReadRequest request) override { m_client.request(std::move(request)); }
    void request(FindRequest request) override { m_client.request(std::move(request)); }
    void request(WriteRequest request) override { m_client.request(std::move(request)); }
    void tryNow() override { m_client.tryNow(); }
    void stop() override { m_client.stop(); }

private:
    SalesforceTokens m_tokens;
    salesforce::SalesforceClient m_client;
};

base::Result<std::unique_ptr<Connector>> makeConnector(const mapping::Workspace& workspace, core::Side side,
                                                       const MakeSecrets& secrets, const base::Clock& clock,
                                                       WireTimes* times) {
    ConnectorParts parts;
    parts.side = side;
    TRY_ASSIGN(parts.sender.anchors, readTrustAnchors(workspace.connection[side].caFile));
    parts.seed = base::Random(startSeed(clock) + static_cast<std::uint64_t>(side)).next();
    parts.makeSecrets = secrets;
    if (side == core::Side::Salesforce) {
        parts.limits = salesforce::SalesforceClient::limits();
        parts.makeClient = [workspace](SideTools tools) { return std::make_unique<SalesforceSide>(workspace, tools); };
    } else {
        parts.limits = hubspot::HubSpotClient::limits();
        parts.makeClient = hubspot::makeHubSpotClient({workspace.connection.hubspot, workspace.objects}, workspace.id);
    }
    if (times != nullptr)
        parts.wrapSender = [times](HttpSender& sender) { return std::make_unique<TimedSender>(sender, *times); };
    return std::unique_ptr<Connector>(std::make_unique<ThreadedConnector>(std::move(parts), clock));
}

}  // namespace

base::Result<core::PerSide<std::unique_ptr<Connector>>> makeConnectors(const mapping::Workspace& workspace,
                                                                       const SideAccess* access,
                                                                       const base::Clock& clock, WireTimes* times,
                                                                       std::shared_ptr<Keyring> keyring) {
    const MakeSecrets secrets = secretsOf(access, std::move(keyring));
    core::PerSide<std::unique_ptr<Connector>> made;
    for (const core::Side side : core::kSides) {
        TRY_ASSIGN(made[side], makeConnector(workspace, side, secrets, clock, times));
    }
    return made;
}

}  // namespace syncline::app
