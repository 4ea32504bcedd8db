#include "engine/connectors/hubspot/make_hubspot_client.h"

#include "engine/connectors/hubspot_tokens.h"

#include <utility>

namespace syncline::connectors::hubspot {

std::vector<std::string> journalScopes(const std::vector<mapping::ObjectMapping>& objects) {
    std::vector<std::string> scopes{"developer.webhooks_journal.read", "developer.webhooks_journal.subscriptions.read",
                                    "developer.webhooks_journal.subscriptions.write"};
    for (const mapping::ObjectMapping& one : objects) {
        // Type ids ("2-4711") are custom objects, which have a scope in common.
        const std::string& name = one.object.hubspot;
        const bool custom = name.find('-') != std::string::npos;
        if (!name.empty())
            scopes.push_back("crm.objects." + (custom ? "custom" : name) + ".read");
    }
    return scopes;
}

MakeSideClient makeHubSpotClient(HubSpotSettings settings, std::string workspace) {
    return [settings = std::move(settings), workspace = std::move(workspace)](SideTools tools) {
        const mapping::Connection& connection = settings.connection;
        const std::string version = connection.apiVersion.empty() ? std::string(kNewestVersion) : connection.apiVersion;
        const HubSpotSignIn signIn{workspace, connection.baseUrl, connection.clientId, version};
        HubSpotGrants grants{std::make_unique<HubSpotAppTokens>(tools, signIn, journalScopes(settings.objects)),
                             std::make_unique<connectors::HubSpotTokens>(tools, signIn)};
        return std::make_unique<HubSpotClient>(settings, tools, std::move(grants));
    };
}

}  // namespace syncline::connectors::hubspot
