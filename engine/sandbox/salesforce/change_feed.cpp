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
    const model::EventLog& log = m_org.crm().log();
    if (replay == -1)
        return tip();
    if (replay == -2)
        return log.firstNumber();
    if (m_org.context().faults.historyExpired || replay < 0)
        return std::nullopt;
    const std::optional<std::uint64_t> id = replayIdOnWire(m_org, static_cast<std::uint64_t>(replay));
    const std::optional<std::uint64_t> found = id ? log.withReplayId(*id) : std::nullopt;
    return found ? std::optional(*found + 1) : std::nullopt;
}

std::vector<json::object> ChangeFeed::take(Cursors& cursors) const {
    std::vector<json::object> messages;
    const model::EventLog& log = m_org.crm().log();
    std::uint64_t from = log.nextNumber();
    for (const auto& [channel, next] : cursors)
        from = std::min(from, next);
    const std::uint64_t end = tip();
    for (auto number = std::max(from, log.firstNumber()); number < end && messages.size() < kMostEvents; ++number) {
        const model::Event& event = log.at(number);
        for (auto& [channel, next] : cursors) {
            if (number < next)
                continue;
            next = number + 1;
            for (std::uint32_t copy = 0; carries(channel, event) && copy <= m_org.context().faults.duplicates; ++copy)
                messages.push_back(changeMessage(m_org, event, channel));
        }
    }
    if (m_org.context().faults.reorder)
        std::reverse(messages.begin(), messages.end());
    return messages;
}

bool ChangeFeed::hasNews(const Cursors& cursors) const {
    const model::EventLog& log = m_org.crm().log();
    const std::uint64_t end = tip();
    for (const auto& [channel, next] : cursors) {
        for (std::uint64_t number = std::max(next, log.firstNumber()); number < end; ++number) {
            if (carries(channel, log.at(number)))
                return true;
        }
    }
    return false;
}

std::optional<std::chrono::milliseconds> ChangeFeed::untilPublished() const {
    const model::EventLog& log = m_org.crm().log();
    const std::uint64_t first = tip();
    if (first == log.nextNumber())
        return std::nullopt;
    return log.happened(first) + m_org.context().faults.publishingDelay - m_org.now();
}

std::uint64_t ChangeFeed::tip() const {
    return m_org.crm().log().firstAfter(m_org.now() - m_org.context().faults.publishingDelay);
}

}  // namespace syncline::sandbox::salesforce
