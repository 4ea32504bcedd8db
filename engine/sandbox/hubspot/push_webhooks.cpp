#include "engine/sandbox/hubspot/push_webhooks.h"

#include "engine/sandbox/hubspot/json_access.h"
#include "engine/sandbox/hubspot/signatures.h"

#include <algorithm>

namespace syncline::sandbox::hubspot {
namespace {

constexpr std::string_view kPosition = "hubspot/push/position";
constexpr std::size_t kMostEvents = 100;
constexpr int kMostRetries = 10;

std::string bodyOf(const std::vector<json::object>& events, int attempt) {
    json::array list;
    for (json::object event : events) {
        event["attemptNumber"] = attempt;
        list.push_back(std::move(event));
    }
    return json::serialize(list);
}

bool taken(std::optional<int> status) {
    return status && *status >= 200 && *status < 300;
}

}  // namespace

PushWebhooks::PushWebhooks(Portal& portal, Links& links, const PushSettings& settings, PushSender sender)
    : m_portal(portal),
      m_links(links),
      m_settings(settings),
      m_sender(std::move(sender)),
      m_events(portal, links),
      m_random(portal.seed()) {
    m_nextLink = m_links.nextChange();
    m_nextEvent = m_portal.crm().log().nextNumber();
    if (const std::string* stored = m_portal.values().find(kPosition)) {
        const json::object position = parseStored(*stored);
        m_nextEvent = static_cast<std::uint64_t>(numberMember(position, "event").value_or(1));
        m_nextLink = static_cast<std::uint64_t>(numberMember(position, "link").value_or(1));
    }
}

std::vector<json::object> PushWebhooks::collect(base::WallTime horizon) {
    const std::vector<PushSubscription> subscriptions = m_settings.active();
    std::vector<json::object> collected;
    const model::EventLog& log = m_portal.crm().log();
    for (m_nextEvent = std::max(m_nextEvent, log.firstNumber()); m_nextEvent < log.nextNumber(); ++m_nextEvent) {
        const model::Event& event = log.at(m_nextEvent);
        if (event.happened > horizon)
            break;
        for (const PushSubscription& subscription : subscriptions)
            m_events.append(collected, event, subscription);
    }
    for (const LinkChange& change : m_links.changesFrom(m_nextLink)) {
        if (change.at > horizon)
            break;
        for (const PushSubscription& subscription : subscriptions)
            m_events.append(collected, change, subscription);
        m_nextLink = change.number + 1;
    }
    return collected;
}

void PushWebhooks::gather() {
    const std::uint64_t firstEvent = m_nextEvent;
    const std::uint64_t firstLink = m_nextLink;
    std::vector<json::object> events = collect(m_portal.worldNow() - m_portal.faults().publishingDelay);
    const std::vector<json::object> originals = events;
    for (std::uint32_t i = 0; i < m_portal.faults().duplicates; ++i)
        events.insert(events.end(), originals.begin(), originals.end());
    if (m_portal.faults().reorder)
        std::reverse(events.begin(), events.end());
    for (std::size_t begin = 0; begin < events.size(); begin += kMostEvents) {
        auto batch = std::make_shared<Batch>();
        const auto from = events.begin() + static_cast<std::ptrdiff_t>(begin);
        const auto to = events.begin() + static_cast<std::ptrdiff_t>(std::min(begin + kMostEvents, events.size()));
        batch->events.assign(from, to);
        batch->firstEvent = firstEvent;
        batch->firstLink = firstLink;
        batch->due = m_portal.now();
        m_batches.push_back(std::move(batch));
    }
}

void PushWebhooks::pump() {
    const std::optional<PushTarget> target = m_settings.target();
    if (!target) {
        m_batches.clear();
        m_nextEvent = m_portal.crm().log().nextNumber();
        m_nextLink = m_links.nextChange();
        return;
    }
    gather();
    auto out = static_cast<std::size_t>(
        std::count_if(m_batches.begin(), m_batches.end(), [](const auto& batch) { return batch->out; }));
    const std::vector<std::shared_ptr<Batch>> waiting = m_batches;
    for (const std::shared_ptr<Batch>& batch : waiting) {
        if (out >= target->concurrent)
            break;
        if (batch->out || batch->due > m_portal.now())
            continue;
        ++out;
        send(batch, *target);
    }
    storePosition();
}

void PushWebhooks::send(const std::shared_ptr<Batch>& batch, const PushTarget& target) {
    batch->out = true;
    PushDelivery delivery;
    delivery.url = target.url;
    delivery.body = bodyOf(batch->events, batch->attempt);
    delivery.headers = signedHeaders(m_portal.options().clientSecret, target.url, delivery.body, m_portal.now());
    const std::weak_ptr<bool> alive = m_alive;
    m_sender(std::move(delivery), [this, alive, batch](std::optional<int> status) {
        if (!alive.expired())
            finished(batch, status);
    });
}

/// A retry waits for about a tenth of the span, up to half of that more or less.
void PushWebhooks::finished(const std::shared_ptr<Batch>& batch, std::optional<int> status) {
    batch->out = false;
    if (taken(status) || batch->attempt >= kMostRetries) {
        std::erase(m_batches, batch);
        storePosition();
    } else {
        ++batch->attempt;
        const std::int64_t part = m_portal.options().pushRetrySpan.count() / kMostRetries;
        batch->due = m_portal.now() + std::chrono::milliseconds(m_random.between(part / 2, part + part / 2));
    }
    // What was taken must not come again after a kill; and there is room for the next one.
    m_portal.changed();
}

void PushWebhooks::retryNow() {
    for (const std::shared_ptr<Batch>& batch : m_batches)
        batch->due = std::min(batch->due, m_portal.now());
}

void PushWebhooks::storePosition() {
    std::uint64_t event = m_nextEvent;
    std::uint64_t link = m_nextLink;
    for (const std::shared_ptr<Batch>& batch : m_batches) {
        event = std::min(event, batch->firstEvent);
        link = std::min(link, batch->firstLink);
    }
    const std::string position = json::serialize(json::object{{"event", event}, {"link", link}});
    const std::string* stored = m_portal.values().find(kPosition);
    if (stored == nullptr || *stored != position)
        m_portal.values().put(std::string(kPosition), position);
}

std::optional<std::chrono::milliseconds> PushWebhooks::untilDue() const {
    if (!m_settings.target())
        return std::nullopt;
    std::optional<std::chrono::milliseconds> until;
    const auto consider = [&](std::chrono::milliseconds wait) {
        const auto left = std::max(std::chrono::milliseconds(0), wait);
        until = until ? std::min(*until, left) : left;
    };
    for (const std::shared_ptr<Batch>& batch : m_batches) {
        if (!batch->out && batch->due > m_portal.now())
            consider(batch->due - m_portal.now());
    }
    const model::EventLog& log = m_portal.crm().log();
    if (const std::uint64_t next = std::max(m_nextEvent, log.firstNumber()); next < log.nextNumber())
        consider(log.happened(next) + m_portal.faults().publishingDelay - m_portal.worldNow());
    return until;
}

}  // namespace syncline::sandbox::hubspot
