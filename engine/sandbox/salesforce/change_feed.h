#pragma once

#include "engine/sandbox/salesforce/org.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/json.hpp>

namespace syncline::sandbox::salesforce {

/// Channels that somebody is subscribed to, each with the number of the next event that it is to get.
using Cursors = std::map<std::string, std::uint64_t, std::less<>>;

/// The org's change events as clients may see them: by channel, from a position, and not before they are published. The
/// faults that concern delivery (delay, duplicates, order, expired history) act here. Holds nothing itself.
class ChangeFeed {
public:
    explicit ChangeFeed(const Org& org) : m_org(org) {}

    /// Null when the channel can be subscribed to, else the Bayeux error (Salesforce: Streaming API guide, error
    /// codes).
    [[nodiscard]] std::optional<std::string> channelError(std::string_view channel) const;

    /// Where a subscription begins: -1 behind what is published, -2 with the oldest retained, N behind the event of
    /// that replay id. Null when N is unknown or no longer retained.
    [[nodiscard]] std::optional<std::uint64_t> position(std::int64_t replay) const;

    /// What is published for these channels, in order of the log, and moves the cursors on. At most kMostEvents at
    /// once.
    [[nodiscard]] std::vector<boost::json::object> take(Cursors& cursors) const;

    /// True when take() would give something.
    [[nodiscard]] bool hasNews(const Cursors& cursors) const;
    /// How long until something that is in the log but not yet published will be.
    [[nodiscard]] std::optional<std::chrono::milliseconds> untilPublished() const;

    static constexpr std::size_t kMostEvents = 500;

private:
    /// Number of the first event that is not published yet.
    [[nodiscard]] std::uint64_t tip() const;

    const Org& m_org;
};

}  // namespace syncline::sandbox::salesforce
