#pragma once

#include "engine/sandbox/hubspot/call.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace syncline::sandbox::hubspot {

/// One push subscription: one property each.
struct PushSubscription {
    std::int64_t id = 0;
    std::string object;  ///< "contact", "company" or "object"
    std::string verb;    ///< "creation", "propertyChange", …
    std::string objectTypeId;
    std::string propertyName;
    bool active = true;
    base::WallTime created;  ///< in the world's time

    [[nodiscard]] std::string type() const { return object + "." + verb; }
};

/// Where the app's webhooks go.
struct PushTarget {
    std::string url;
    std::size_t concurrent = 10;
};

/// Management of push webhooks, for the developer's key or the app's own token (HubSpot: webhooks API). Kept in the
/// stored values. HubSpot wants a public https target; the sandbox delivers to http on loopback only.
class PushSettings {
public:
    explicit PushSettings(Portal& portal) : m_portal(portal) {}

    [[nodiscard]] Reply handle(const Call& call);
    /// True for the developer's key in the query.
    [[nodiscard]] bool hasKey(const Query& query) const;

    [[nodiscard]] std::optional<PushTarget> target() const;
    [[nodiscard]] std::vector<PushSubscription> active() const;

private:
    [[nodiscard]] Reply settings(const Call& call);
    [[nodiscard]] Reply subscriptions(const Call& call);
    [[nodiscard]] Reply one(const Call& call, const std::string& id);
    [[nodiscard]] Reply create(const json::object& body);
    [[nodiscard]] Reply batchUpdate(const json::object& body);
    [[nodiscard]] std::optional<json::object> setActive(const std::string& id, bool active);

    Portal& m_portal;
};

}  // namespace syncline::sandbox::hubspot
