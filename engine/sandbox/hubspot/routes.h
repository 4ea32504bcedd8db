#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::sandbox::hubspot {

enum class Family {
    OAuth,
    Authorize,
    Objects,       ///< rest: type, id, …
    Associations,  ///< the batch and label endpoints; rest: from, to, …
    Properties,
    Owners,
    AccountInfo,
    Journal,
    JournalSubscriptions,
    JournalSnapshots,
    JournalFile,
    PushWebhooks,  ///< rest: app id, …
};

/// Where a path leads: one store is served under v3, v4 and date-versioned paths.
struct Route {
    Family family = Family::Objects;
    std::string version;            ///< "v3", "2026-09"
    std::vector<std::string> rest;  ///< decoded segments behind the prefix
};

/// nullopt for a path that is none.
[[nodiscard]] std::optional<Route> routeOf(std::string_view path);

/// True when the journal, not a person's installation, is asked: its calls need the app's own token.
[[nodiscard]] bool isJournal(Family family);

}  // namespace syncline::sandbox::hubspot
