#include "engine/connectors/salesforce/channel_feed.h"

#include "engine/base/log.h"
#include "engine/base/time_format.h"
#include "engine/connectors/salesforce/stream_fault.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace syncline::connectors::salesforce {
namespace {

/// Events are kept so long (Streaming API guide, message durability).
constexpr std::chrono::hours kRetention{72};
/// The org's clock and ours may differ so much before an event could be passed over that was committed after the start.
constexpr std::chrono::minutes kClockMargin{5};
constexpr std::size_t kRecordsAtOnce = 200;

bool isReplayId(const std::string& text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

std::optional<base::WallTime> startOf(const std::string& position) {
    if (!position.starts_with('@'))
        return std::nullopt;
    const auto time = base::parseIso8601(std::string_view(position).substr(1));
    return time ? std::optional(*time) : std::nullopt;
}

/// What an event holds: a change for each of its records, each with the event as it came.
Outstanding loadOf(const ChangeEvent& event) {
    const std::size_t records = event.header.recordIds.size();
    return {records, records * event.raw.size()};
}

Outstanding loadOf(const std::vector<SourceChange>& changes) {
    Outstanding load{changes.size(), 0};
    for (const SourceChange& change : changes)
        load.bytes += change.raw.size();
    return load;
}

}  // namespace

Outstanding& Outstanding::operator+=(const Outstanding& other) {
    changes += other.changes;
    bytes += other.bytes;
    return *this;
}

Outstanding& Outstanding::operator-=(const Outstanding& other) {
    changes -= other.changes;
    bytes -= other.bytes;
    return *this;
}

ChannelFeed::ChannelFeed(std::string channel, std::optional<std::string> stored, FeedParts parts)
    : m_channel(std::move(channel)), m_parts(parts) {
    if (!stored)
        return;
    if (isReplayId(*stored) || startOf(*stored))
        m_position = m_told = *stored;
    else
        m_lossReason = "the stored position is none of Salesforce's: " + *stored;
}

ChannelFeed::~ChannelFeed() {
    if (m_timer)
        m_parts.timers.cancel(*m_timer);
}

std::string ChannelFeed::replayId() {
    m_start.reset();
    const std::optional<base::WallTime> start = startOf(m_position);
    if (start && m_parts.clock.wallNow() - *start > kRetention)
        m_lossReason = "the stream was not read for more than three days, for which Salesforce keeps its events";
    if (m_position.empty() || m_lossReason) {
        m_start = "@" + base::formatIso8601(m_parts.clock.wallNow());
        return "-1";
    }
    return start ? "-2" : m_position;
}

void ChannelFeed::lost(std::string reason) {
    m_lossReason = std::move(reason);
}

void ChannelFeed::subscribed() {
    if (!m_start)
        return;
    m_position = m_told = *std::exchange(m_start, std::nullopt);
    if (!m_lossReason) {
        tell({{}, position(m_position), m_parts.clock.wallNow(), m_parts.clock.monotonicNow()});
        return;
    }
    m_queue.emplace_back(MissedChanges{*std::exchange(m_lossReason, std::nullopt), {}, position(m_position)});
    flush();
}

bool ChannelFeed::isOld(const ChangeEvent& event) const {
    const std::optional<base::WallTime> start = startOf(m_position);
    return start && event.header.commitTimestamp && *event.header.commitTimestamp < *start - kClockMargin;
}

void ChannelFeed::take(ChangeEvent event, const ReceiptTime& received) {
    if (isOld(event))
        return;
    if (!event.replayId.empty())
        m_position = event.replayId;
    Pending pending;
    pending.ready = event.differences.empty();
    pending.event = std::move(event);
    pending.received = received;
    m_outstanding += loadOf(pending.event);
    m_queue.emplace_back(std::move(pending));
}

void ChannelFeed::unreadable(const base::Error& error) {
    base::log::error("salesforce", "an event is passed over and what it may have told is read", error);
    m_queue.emplace_back(MissedChanges{"an event of Salesforce could not be read: " + error.detail, {}, std::nullopt});
}

void ChannelFeed::flush() {
    Captured captured;
    while (!m_queue.empty()) {
        auto* pending = std::get_if<Pending>(&m_queue.front());
        if (pending != nullptr && !pending->ready)
            break;
        if (pending == nullptr) {
            MissedChanges missed = std::get<MissedChanges>(std::move(m_queue.front()));
            m_queue.pop_front();
            tell(std::exchange(captured, {}));
            m_parts.listener.missed(core::Side::Salesforce, std::move(missed));
            continue;
        }
        Pending next = std::move(*pending);
        m_queue.pop_front();
        if (!captured.position.stream.empty() && captured.receivedMonotonic != next.received.monotonic)
            tell(std::exchange(captured, {}));
        collect(next, captured);
    }
    tell(std::move(captured));
    askForDifferences();
}

void ChannelFeed::collect(Pending& pending, Captured& captured) {
    m_outstanding -= loadOf(pending.event);
    Translated translated = translate(pending.event, m_parts.us, m_parts.resolution, pending.received.wall);
    if (translated.missed) {
        tell(std::exchange(captured, {}));
        m_parts.listener.missed(core::Side::Salesforce, std::move(*translated.missed));
    }
    for (SourceChange& change : translated.changes) {
        const auto read = pending.read.find(change.id);
        if (read != pending.read.end())
            change.fields.insert(change.fields.end(), read->second.begin(), read->second.end());
        captured.changes.push_back(std::move(change));
    }
    const std::string& id = pending.event.replayId;
    m_told = id.empty() ? m_told : id;
    captured.position = position(m_told);
    captured.receivedAt = pending.received.wall;
    captured.receivedMonotonic = pending.received.monotonic;
}

void ChannelFeed::tell(Captured captured) {
    if (captured.position.text.empty())
        return;
    m_told = captured.position.text;
    m_unacknowledged.emplace_back(captured.position.text, loadOf(captured.changes));
    m_outstanding += m_unacknowledged.back().second;
    m_parts.listener.captured(core::Side::Salesforce, std::move(captured));
}

void ChannelFeed::acknowledge(const std::string& text) {
    // Replay ids may repeat: the last of that text is meant, as everything before it is durable too.
    const auto last = std::find_if(m_unacknowledged.rbegin(), m_unacknowledged.rend(),
                                   [&](const auto& told) { return told.first == text; });
    const auto end = last.base();
    for (auto told = m_unacknowledged.begin(); told != end; ++told)
        m_outstanding -= told->second;
    m_unacknowledged.erase(m_unacknowledged.begin(), end);
}

void ChannelFeed::askForDifferences() {
    if (m_queue.empty() || m_reading || m_timer)
        return;
    m_reading = true;
    m_parts.reads.read(differencesToRead(), [this](const ReadAnswer& answer) { answered(answer); });
}

/// Of the events that wait, from the first on, as many as fit into one read.
ReadRequest ChannelFeed::differencesToRead() {
    ReadRequest request;
    std::set<std::string> ids;
    std::set<std::string> fields;
    for (Item& item : m_queue) {
        auto* pending = std::get_if<Pending>(&item);
        if (pending == nullptr || pending->ready)
            continue;
        const ChangeEventHeader& header = pending->event.header;
        if (!ids.empty() && (header.entityName != request.object || ids.size() >= kRecordsAtOnce))
            break;
        request.object = header.entityName;
        ids.insert(header.recordIds.begin(), header.recordIds.end());
        fields.insert(pending->event.differences.begin(), pending->event.differences.end());
        pending->asked = true;
    }
    request.ids.assign(ids.begin(), ids.end());
    request.fields.assign(fields.begin(), fields.end());
    return request;
}

void ChannelFeed::answered(const ReadAnswer& answer) {
    m_reading = false;
    if (answer.error && base::isRetryable(answer.error->code)) {
        const auto delay = std::max(answer.retryAfter, waitBefore(++m_failedReads, StreamFaultKind::Away));
        m_timer = m_parts.timers.after(delay, [this] {
            m_timer.reset();
            askForDifferences();
        });
        return;
    }
    m_failedReads = 0;
    if (answer.error)
        giveUp(*answer.error);
    else
        fill(answer.records);
    flush();
}

void ChannelFeed::fill(const std::vector<RecordRead>& records) {
    for (Item& item : m_queue) {
        auto* pending = std::get_if<Pending>(&item);
        if (pending == nullptr || !pending->asked)
            continue;
        const std::vector<std::string>& wanted = pending->event.differences;
        const auto isWanted = [&](const SideField& field) {
            return std::find(wanted.begin(), wanted.end(), field.name) != wanted.end();
        };
        for (const RecordRead& record : records)
            std::copy_if(record.fields.begin(), record.fields.end(), std::back_inserter(pending->read[record.askedFor]),
                         isWanted);
        pending->asked = false;
        pending->ready = true;
    }
}

/// They are told without the texts, and that these may have been missed.
void ChannelFeed::giveUp(const base::Error& error) {
    for (std::size_t i = 0; i < m_queue.size(); ++i) {
        auto* pending = std::get_if<Pending>(&m_queue[i]);
        if (pending == nullptr || !pending->asked)
            continue;
        pending->asked = false;
        pending->ready = true;
        MissedChanges missed{"a large text that changed could not be read: " + error.detail, {}, std::nullopt};
        for (const std::string& id : pending->event.header.recordIds)
            missed.records.push_back({core::Side::Salesforce, pending->event.header.entityName, id});
        m_queue.emplace(m_queue.begin() + static_cast<std::ptrdiff_t>(i) + 1, std::move(missed));
    }
}

}  // namespace syncline::connectors::salesforce
