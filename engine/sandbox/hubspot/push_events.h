#pragma once

#include "engine/sandbox/hubspot/links.h"
#include "engine/sandbox/hubspot/push_settings.h"
#include "engine/sandbox/hubspot/reply.h"
#include "engine/sandbox/model/event.h"

#include <string>
#include <vector>

namespace syncline::sandbox::hubspot {

/// A change as push webhooks tell it (HubSpot: webhooks API, notifications): one event for each property, both
/// directions of an association, the deletion of a record that was merged away but none of the values that moved.
class PushEvents {
public:
    PushEvents(const Portal& portal, const Links& links) : m_portal(portal), m_links(links) {}

    void append(std::vector<json::object>& events, const model::Event& event,
                const PushSubscription& subscription) const;
    void append(std::vector<json::object>& events, const LinkChange& change,
                const PushSubscription& subscription) const;

private:
    [[nodiscard]] json::object envelope(const model::Event& event, const PushSubscription& subscription) const;
    [[nodiscard]] json::object common(const PushSubscription& subscription, base::WallTime stamp) const;
    void appendProperty(std::vector<json::object>& events, const model::Event& event,
                        const PushSubscription& subscription) const;
    void appendCompany(std::vector<json::object>& events, const model::Event& event,
                       const PushSubscription& subscription) const;
    struct Change;
    [[nodiscard]] json::object association(const Change& change, const PushSubscription& subscription) const;

    const Portal& m_portal;
    const Links& m_links;
};

}  // namespace syncline::sandbox::hubspot
