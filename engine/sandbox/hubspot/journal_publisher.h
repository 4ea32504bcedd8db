#pragma once

#include "engine/sandbox/hubspot/journal_events.h"
#include "engine/sandbox/hubspot/journal_files.h"
#include "engine/sandbox/hubspot/journal_subscriptions.h"
#include "engine/sandbox/hubspot/snapshots.h"

#include <chrono>
#include <cstdint>
#include <optional>

namespace syncline::sandbox::hubspot {

/// Cuts the world's time into intervals and makes a file of what happened in each, as far as it is subscribed, when
/// the interval and the publishing delay are over. What a file holds depends on the world alone, not on when this is
/// called. Files older than three days go.
class JournalPublisher {
public:
    JournalPublisher(Portal& portal, Links& links, const JournalSubscriptions& subscriptions, JournalFiles& files,
                     Snapshots& snapshots);

    /// True when something was stored.
    [[nodiscard]] bool pump();
    /// Drops what is not retained any more; also before every request, so that no answer names it.
    void expire();
    [[nodiscard]] std::optional<std::chrono::milliseconds> untilDue() const;

private:
    /// When the oldest thing not yet published happened.
    [[nodiscard]] std::optional<base::WallTime> oldestPending() const;
    [[nodiscard]] base::WallTime endOfInterval(base::WallTime moment) const;
    void publishUpTo(base::WallTime end);
    [[nodiscard]] json::array collect(base::WallTime end);
    void skipUnsubscribed();

    Portal& m_portal;
    Links& m_links;
    const JournalSubscriptions& m_subscriptions;
    JournalFiles& m_files;
    Snapshots& m_snapshots;
    JournalEvents m_events;
    std::uint64_t m_nextEvent = 1;
    std::uint64_t m_nextLink = 1;
    bool m_historyGone = false;
};

}  // namespace syncline::sandbox::hubspot
