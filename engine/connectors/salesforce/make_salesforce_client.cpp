#include "engine/connectors/salesforce/make_salesforce_client.h"

#include "engine/connectors/salesforce/salesforce_client.h"
#include "engine/connectors/salesforce_tokens.h"

#include <utility>

namespace syncline::connectors::salesforce {
namespace {

/// A client with the tokens that it works with.
class SignedInClient final : public SideClient {
public:
    SignedInClient(SideTools tools, const mapping::Connection& connection,
                   const std::vector<mapping::ObjectMapping>& objects, const std::string& workspaceId)
        : m_tokens(tools, {workspaceId, connection.baseUrl, connection.clientId}),
          m_client(connection, objects, {tools.http, tools.timers, m_tokens, tools.clock, tools.seed}) {}

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
    SalesforceClient m_client;
};

}  // namespace

MakeSideClient makeSalesforceClient(mapping::Connection connection, std::vector<mapping::ObjectMapping> objects,
                                    std::string workspaceId) {
    return [connection = std::move(connection), objects = std::move(objects),
            workspaceId = std::move(workspaceId)](SideTools tools) -> std::unique_ptr<SideClient> {
        return std::make_unique<SignedInClient>(tools, connection, objects, workspaceId);
    };
}

}  // namespace syncline::connectors::salesforce
