#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace syncline::sandbox::hubspot {

using Scopes = std::set<std::string, std::less<>>;

/// What a person can grant (HubSpot: scopes).
[[nodiscard]] const Scopes& accountScopes();
/// What only the app itself can have, for the journal, beside the object read scopes (HubSpot: webhooks journal guide).
[[nodiscard]] const Scopes& journalScopes();

/// "a b c" as a set, and back in order.
[[nodiscard]] Scopes splitScopes(std::string_view text);
[[nodiscard]] std::string joinScopes(const Scopes& scopes);
/// One that neither list knows; nullopt when all are known.
[[nodiscard]] std::optional<std::string> unknownScope(const Scopes& scopes, bool withJournal);

}  // namespace syncline::sandbox::hubspot
