#pragma once

#include "engine/connectors/side_client.h"
#include "engine/mapping/workspace.h"

#include <string>
#include <vector>

namespace syncline::connectors::salesforce {

/// Makes the side of Salesforce with its token source, on the thread that it is to live on. `workspaceId` names its
/// secrets.
[[nodiscard]] MakeSideClient makeSalesforceClient(mapping::Connection connection,
                                                  std::vector<mapping::ObjectMapping> objects, std::string workspaceId);

}  // namespace syncline::connectors::salesforce
