#pragma once

#include "engine/base/clock.h"
#include "engine/core/ids.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace syncline::connectors::hubspot {

/// What makes a change of HubSpot's the same change, by whatever way and however often it comes.
struct ChangeKey {
    std::string portal;
    std::string typeId;
    std::string recordId;
    std::string action;                      ///< "UPDATE"
    std::optional<base::WallTime> occurred;  ///< none: HubSpot gave no usable time
    std::string place;                       ///< in the journal; what tells changes without a time apart
    std::vector<std::pair<std::string, std::optional<std::string>>> changes;  ///< property and new value, any order
};

/// The first 128 bits of the SHA-256 over all of it, properties in order of their names, null and "" the same. The
/// rules ask for one identity per property (semantics, section 2); an event names several properties at one moment, is
/// one change here, and comes whole or not at all, so that the identity is over all of them. Without a time the place
/// in the journal stands in for it: two changes to one value stay two, and a file fetched again tells the same ones.
[[nodiscard]] core::Identity identityOf(ChangeKey key);

}  // namespace syncline::connectors::hubspot
