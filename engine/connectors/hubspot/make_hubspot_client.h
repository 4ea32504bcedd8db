#pragma once

#include "engine/connectors/hubspot/hubspot_client.h"
#include "engine/connectors/side_client.h"

#include <string>
#include <vector>

namespace syncline::connectors::hubspot {

/// The scopes that the app's own token asks for: the journal's, and to read the mapped objects (HubSpot: webhooks
/// journal guide).
[[nodiscard]] std::vector<std::string> journalScopes(const std::vector<mapping::ObjectMapping>& objects);

/// Makes the client of a workspace with both its grants, whose secrets are in the tools' store under the workspace's
/// id: AccessToken or RefreshToken of the account, ClientSecret of the app.
[[nodiscard]] MakeSideClient makeHubSpotClient(HubSpotSettings settings, std::string workspace);

}  // namespace syncline::connectors::hubspot
