#pragma once

#include "engine/sandbox/hubspot/call.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace syncline::sandbox::hubspot {

/// What an app wants to read in the journal.
struct JournalSubscription {
    std::int64_t id = 0;
    std::string type;          ///< "OBJECT", "ASSOCIATION", …
    std::string objectTypeId;  ///< "0-1"
    std::set<std::string, std::less<>> actions;
    std::vector<std::string> properties;
    std::set<std::string, std::less<>> objectIds;  ///< empty: all
    std::set<std::string, std::less<>> associatedTypeIds;
    base::WallTime created;  ///< in the world's time: nothing earlier is delivered
};

/// Subscriptions of the journal, kept in the stored values (HubSpot: webhooks journal, subscriptions). List membership
/// and app lifecycle ones are taken and never fire: the sandbox has neither lists nor installs. Filters are left out.
class JournalSubscriptions {
public:
    explicit JournalSubscriptions(Portal& portal) : m_portal(portal) {}

    [[nodiscard]] Reply handle(const Call& call);
    [[nodiscard]] std::vector<JournalSubscription> all() const;

private:
    [[nodiscard]] Reply create(const Call& call);
    [[nodiscard]] std::optional<Problem> refuses(const Call& call, const json::object& body) const;
    [[nodiscard]] std::string existing(const json::object& body) const;
    [[nodiscard]] Reply list() const;
    [[nodiscard]] Reply removeAll(const std::string& portalId);

    Portal& m_portal;
};

}  // namespace syncline::sandbox::hubspot
