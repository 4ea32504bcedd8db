#pragma once

#include "engine/base/clock.h"
#include "engine/connectors/api/connector.h"
#include "engine/connectors/api/http_sender.h"
#include "engine/connectors/salesforce/change_event.h"
#include "engine/connectors/salesforce/change_translator.h"
#include "engine/connectors/salesforce/record_reads.h"

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace syncline::connectors::salesforce {

/// What the feeds of all channels share. All of it outlives them.
struct FeedParts {
    ConnectorListener& listener;
    RecordReads& reads;
    Timers& timers;
    const base::Clock& clock;
    const OrgIdentity& us;
    std::chrono::milliseconds resolution{1};  ///< of the org's stamps
};

/// When the last byte of an answer was here.
struct ReceiptTime {
    base::WallTime wall;
    base::MonotonicTime monotonic;

    bool operator==(const ReceiptTime&) const = default;
};

/// What is held for the engine.
struct Outstanding {
    std::size_t changes = 0;
    std::size_t bytes = 0;  ///< of the events as they came

    Outstanding& operator+=(const Outstanding& other);
    Outstanding& operator-=(const Outstanding& other);
};

/// One channel between the stream and the listener: its position, and its events in the channel's order. An event with
/// a large text that came as a difference waits until its record has been read; what is behind it waits with it.
///
/// A position is the replay id of the last event that was told. Before the first event there is none, and "from now on"
/// would lose what happens until a restart; so the position is then "@" and the moment of the first subscribe. The
/// stream is taken up there with the oldest event that is kept, and what was committed well before is passed over.
class ChannelFeed {
public:
    /// `stored`: the position to go on behind; none: from now on.
    ChannelFeed(std::string channel, std::optional<std::string> stored, FeedParts parts);
    ~ChannelFeed();
    ChannelFeed(const ChannelFeed&) = delete;
    ChannelFeed& operator=(const ChannelFeed&) = delete;

    [[nodiscard]] const std::string& channel() const { return m_channel; }
    /// "salesforce /data/ContactChangeEvent"
    [[nodiscard]] static std::string streamName(const std::string& channel) { return "salesforce " + channel; }

    /// For the subscribe that is about to leave.
    [[nodiscard]] std::string replayId();
    void subscribed();
    /// The stored replay id is not known any more: it goes on from now, and tells what may have been missed.
    void lost(std::string reason);

    void take(ChangeEvent event, const ReceiptTime& received);
    /// An event came that cannot be read.
    void unreadable(const base::Error& error);
    /// Tells what is ready; to be called when all of an answer has been taken.
    void flush();

    void acknowledge(const std::string& position);
    /// What waits, or was told and is not acknowledged.
    [[nodiscard]] const Outstanding& outstanding() const { return m_outstanding; }

private:
    /// An event, and for each of its records the fields that had to be read.
    struct Pending {
        ChangeEvent event;
        ReceiptTime received;
        bool ready = true;
        bool asked = false;
        std::map<std::string, std::vector<SideField>> read;
    };
    using Item = std::variant<Pending, MissedChanges>;

    [[nodiscard]] core::Position position(std::string text) const { return {streamName(m_channel), std::move(text)}; }
    [[nodiscard]] bool isOld(const ChangeEvent& event) const;
    void tell(Captured captured);
    void collect(Pending& pending, Captured& captured);
    void askForDifferences();
    [[nodiscard]] ReadRequest differencesToRead();
    void answered(const ReadAnswer& answer);
    void fill(const std::vector<RecordRead>& records);
    void giveUp(const base::Error& error);

    std::string m_channel;
    FeedParts m_parts;
    std::string m_position;                   ///< of what was taken last; "" none yet
    std::optional<std::string> m_start;       ///< position of a subscribe from now on that is under way
    std::optional<std::string> m_lossReason;  ///< to be told when it has succeeded
    std::string m_told;                       ///< position of what was told last
    std::deque<Item> m_queue;
    std::deque<std::pair<std::string, Outstanding>> m_unacknowledged;  ///< by position, in order
    Outstanding m_outstanding;
    bool m_reading = false;
    int m_failedReads = 0;  ///< in a row
    std::optional<TimerId> m_timer;
};

}  // namespace syncline::connectors::salesforce
