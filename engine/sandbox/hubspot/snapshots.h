#pragma once

#include "engine/sandbox/hubspot/call.h"
#include "engine/sandbox/hubspot/journal_events.h"

#include <optional>

namespace syncline::sandbox::hubspot {

/// Current values on demand, told as events of the journal (HubSpot: webhooks journal, snapshots). A request waits as
/// PENDING until the file with its event is published.
class Snapshots {
public:
    explicit Snapshots(Portal& portal) : m_portal(portal) {}

    /// POST …/crm
    [[nodiscard]] Reply request(const Call& call);
    [[nodiscard]] Reply status(const std::string& id) const;

    [[nodiscard]] std::optional<base::WallTime> oldestPending() const;
    /// Adds the events of what was asked for before `end`.
    void collect(json::array& events, base::WallTime end, const JournalEvents& writer);

private:
    Portal& m_portal;
};

}  // namespace syncline::sandbox::hubspot
