#include "engine/sandbox/hubspot/journal_publisher.h"

#include "engine/sandbox/hubspot/json_access.h"

#include <algorithm>

namespace syncline::sandbox::hubspot {
namespace {

constexpr std::string_view kPosition = "hubspot/journal/position";
constexpr std::chrono::hours kRetention{72};
/// (HubSpot: changelog of July 2026.)
constexpr std::size_t kMostEvents = 10'000;
constexpr std::size_t kMostBytes = 5'000'000;

/// As many times more as the fault wants, behind the originals; reordered if it wants that.
json::array withFaults(json::array events, const Faults& faults) {
    const json::array originals = events;
    for (std::uint32_t i = 0; i < faults.duplicates; ++i)
        events.insert(events.end(), originals.begin(), originals.end());
    if (faults.reorder)
        std::reverse(events.begin(), events.end());
    return events;
}

}  // namespace

JournalPublisher::JournalPublisher(Portal& portal, Links& links, const JournalSubscriptions& subscriptions,
                                   JournalFiles& files, Snapshots& snapshots)
    : m_portal(portal),
      m_links(links),
      m_subscriptions(subscriptions),
      m_files(files),
      m_snapshots(snapshots),
      m_events(portal, links) {
    if (const std::string* stored = m_portal.values().find(kPosition)) {
        const json::object position = parseStored(*stored);
        m_nextEvent = static_cast<std::uint64_t>(numberMember(position, "event").value_or(1));
        m_nextLink = static_cast<std::uint64_t>(numberMember(position, "link").value_or(1));
    }
}

/// What happened before the oldest subscription was made is nobody's.
void JournalPublisher::skipUnsubscribed() {
    const std::vector<JournalSubscription> subscriptions = m_subscriptions.all();
    if (subscriptions.empty()) {
        m_nextEvent = m_portal.crm().log().nextNumber();
        m_nextLink = m_links.nextChange();
        return;
    }
    base::WallTime earliest = base::WallTime::max();
    for (const JournalSubscription& one : subscriptions)
        earliest = std::min(earliest, one.created);
    const model::EventLog& log = m_portal.crm().log();
    m_nextEvent = std::max(m_nextEvent, log.firstNumber());
    while (m_nextEvent < log.nextNumber() && log.happened(m_nextEvent) < earliest)
        ++m_nextEvent;
}

std::optional<base::WallTime> JournalPublisher::oldestPending() const {
    std::optional<base::WallTime> oldest;
    const auto consider = [&](base::WallTime moment) { oldest = oldest ? std::min(*oldest, moment) : moment; };
    const model::EventLog& log = m_portal.crm().log();
    if (const std::uint64_t next = std::max(m_nextEvent, log.firstNumber()); next < log.nextNumber())
        consider(log.happened(next));
    if (m_nextLink < m_links.nextChange()) {
        const std::vector<LinkChange> changes = m_links.changesFrom(m_nextLink);
        if (!changes.empty())
            consider(changes.front().at);
    }
    if (const auto snapshot = m_snapshots.oldestPending())
        consider(*snapshot);
    return oldest;
}

base::WallTime JournalPublisher::endOfInterval(base::WallTime moment) const {
    const std::chrono::milliseconds interval = m_portal.options().publicationInterval;
    const auto since = moment.time_since_epoch();
    return base::WallTime(since - since % interval + interval);
}

std::optional<std::chrono::milliseconds> JournalPublisher::untilDue() const {
    const std::optional<base::WallTime> oldest = oldestPending();
    if (!oldest)
        return std::nullopt;
    const base::WallTime due = endOfInterval(*oldest) + m_portal.faults().publishingDelay;
    return std::max(std::chrono::milliseconds(0), due - m_portal.worldNow());
}

bool JournalPublisher::pump() {
    expire();
    skipUnsubscribed();
    bool stored = false;
    while (const std::optional<base::WallTime> oldest = oldestPending()) {
        const base::WallTime end = endOfInterval(*oldest);
        if (m_portal.worldNow() < end + m_portal.faults().publishingDelay)
            break;
        publishUpTo(end);
        stored = true;
    }
    return stored;
}

/// Changes of associations have a log of their own; the journal tells all in the order in which it happened.
json::array JournalPublisher::collect(base::WallTime end) {
    const std::vector<JournalSubscription> subscriptions = m_subscriptions.all();
    json::array collected;
    const std::vector<LinkChange> links = m_links.changesFrom(m_nextLink);
    auto link = links.begin();
    const auto addLinksBefore = [&](base::WallTime moment) {
        for (; link != links.end() && link->at < moment; ++link) {
            for (const JournalSubscription& subscription : subscriptions)
                m_events.append(collected, *link, subscription);
            m_nextLink = link->number + 1;
        }
    };
    const model::EventLog& log = m_portal.crm().log();
    for (m_nextEvent = std::max(m_nextEvent, log.firstNumber()); m_nextEvent < log.nextNumber(); ++m_nextEvent) {
        const model::Event& event = log.at(m_nextEvent);
        if (event.happened >= end)
            break;
        addLinksBefore(event.happened);
        for (const JournalSubscription& subscription : subscriptions)
            m_events.append(collected, event, subscription);
    }
    addLinksBefore(end);
    m_snapshots.collect(collected, end, m_events);
    return collected;
}

void JournalPublisher::publishUpTo(base::WallTime end) {
    const json::array events = withFaults(collect(end), m_portal.faults());
    const base::WallTime at = end + m_portal.faults().publishingDelay;
    json::array part;
    std::size_t bytes = 0;
    for (const json::value& event : events) {
        const std::size_t size = json::serialize(event).size() + 1;
        if (!part.empty() && (part.size() >= kMostEvents || bytes + size > kMostBytes)) {
            m_files.publish(at, std::move(part));
            part = json::array();
            bytes = 0;
        }
        part.push_back(event);
        bytes += size;
    }
    if (!part.empty())
        m_files.publish(at, std::move(part));
    m_portal.values().put(std::string(kPosition),
                          json::serialize(json::object{{"event", m_nextEvent}, {"link", m_nextLink}}));
}

/// Beside the three days: when history is said to be expired, everything published so far goes, once.
void JournalPublisher::expire() {
    m_files.forgetBefore(m_portal.worldNow() - kRetention);
    m_links.forgetChangesBefore(m_portal.worldNow() - kRetention);
    if (m_portal.faults().historyExpired && !m_historyGone)
        m_files.forgetBefore(base::WallTime::max());
    m_historyGone = m_portal.faults().historyExpired;
}

}  // namespace syncline::sandbox::hubspot
