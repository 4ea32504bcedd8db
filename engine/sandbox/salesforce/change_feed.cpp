#include "engine/sandbox/salesforce/change_feed.h"

#include "engine/sandbox/salesforce/change_message.h"

#include <algorithm>

namespace syncline::sandbox::salesforce {
namespace json = boost::json;
namespace {

constexpr std::string_view kAllChanges = "/data/ChangeEvents";
constexpr std::string_view kFolder = "/data/";
constexpr std::string_view kSuffix = "ChangeEvent";

/// Emptying the recycle bin makes no event (Salesforce: Change Data Capture guide, general considerations).
bool carries(std::string_view channel, const model::Event& event) {
    if (event.kind == model::EventKind::Erase)
        return false;
    return channel == kAllChanges || channel == std::string(kFolder) + entityName(event) + std::string(kSuffix);
}

/// Both sorted by time: the first event that happened after the moment.
std::deque<model::Event>::const_iterator firstAfter(const std::deque<model::Event>& events, base::WallTime moment) {
    return std::upper_bound(events.begin(), events.end(), moment,
                            [](base::WallTime time, const model::Event& event) { return time < event.happened; });
}

}  // namespace

std::optional<std::string> ChangeFeed::channelError(std::string_view channel) const {
    if (channel.empty())
        return "400::Channel name not specified";
    if (channel.front() != '/')
        return "400::Channel subscriptions must start with a leading '/'";
    if (channel.starts_with("/meta/") || channel.starts_with("/service/"))
        return "403::Restricted channel";
    if (channel == kAllChanges)
        return std::nullopt;
    if (channel.starts_with(kFolder) && channel.ends_with(kSuffix)) {
        const std::string_view entity =
            channel.substr(kFolder.size(),
                           std::max(channel.size(), kFolder.size() + kSuffix.size()) - kFolder.size() - kSuffix.size());
        for (const ApiObject& object : m_org.objects()) {
            if (object.name == entity)
                return object.kind ? std::nullopt : std::optional("403::Cannot create channel " + std::string(channel));
        }
    }
    return "400::The channel you requested to subscribe to doesn't exist {" + std::string(channel) + "}";
}

std::optional<std::uint64_t> ChangeFeed::position(std::int64_t replay) const {
    const std::deque<model::Event>& events = m_org.crm().events();
    if (replay == -1)
        return tip();
    if (replay == -2)
        return events.empty() ? m_org.crm().nextEventNumber() : events.front().number;
    if (m_org.context().faults.historyExpired || replay < 0)
        return std::nullopt;
    const auto wanted = static_cast<std::uint64_t>(replay);
    const auto found =
        std::lower_bound(events.begin(), events.end(), wanted,
                         [&](const model::Event& event, std::uint64_t id) { return wireReplayId(m_org, event) < id; });
    if (found == events.end() || wireReplayId(m_org, *found) != wanted)
        return std::nullopt;
    return found->number + 1;
}

std::vector<json::object> ChangeFeed::take(Cursors& cursors) const {
    std::vector<json::object> messages;
    const std::deque<model::Event>& events = m_org.crm().events();
    std::uint64_t from = m_org.crm().nextEventNumber();
    for (const auto& [channel, next] : cursors)
        from = std::min(from, next);
    const auto start = std::lower_bound(events.begin(), events.end(), from,
                                        [](const model::Event& event, std::uint64_t n) { return event.number < n; });
    for (auto event = start; event != events.end() && isPublished(*event) && messages.size() < kMostEvents; ++event) {
        for (auto& [channel, next] : cursors) {
            if (event->number < next)
                continue;
            next = event->number + 1;
            for (std::uint32_t copy = 0; carries(channel, *event) && copy <= m_org.context().faults.duplicates; ++copy)
                messages.push_back(changeMessage(m_org, *event, channel));
        }
    }
    if (m_org.context().faults.reorder)
        std::reverse(messages.begin(), messages.end());
    return messages;
}

bool ChangeFeed::hasNews(const Cursors& cursors) const {
    for (const auto& [channel, next] : cursors) {
        const std::deque<model::Event>& events = m_org.crm().events();
        auto event = std::lower_bound(events.begin(), events.end(), next,
                                      [](const model::Event& one, std::uint64_t n) { return one.number < n; });
        for (; event != events.end() && isPublished(*event); ++event) {
            if (carries(channel, *event))
                return true;
        }
    }
    return false;
}

std::optional<std::chrono::milliseconds> ChangeFeed::untilPublished() const {
    const std::deque<model::Event>& events = m_org.crm().events();
    const std::chrono::milliseconds delay = m_org.context().faults.publishingDelay;
    const auto first = firstAfter(events, m_org.now() - delay);
    if (first == events.end())
        return std::nullopt;
    return first->happened + delay - m_org.now();
}

bool ChangeFeed::isPublished(const model::Event& event) const {
    return event.happened + m_org.context().faults.publishingDelay <= m_org.now();
}

std::uint64_t ChangeFeed::tip() const {
    const std::deque<model::Event>& events = m_org.crm().events();
    const auto first = firstAfter(events, m_org.now() - m_org.context().faults.publishingDelay);
    return first == events.end() ? m_org.crm().nextEventNumber() : first->number;
}

}  // namespace syncline::sandbox::salesforce
