#include "engine/connectors/salesforce/salesforce_client.h"

#include "engine/base/log.h"
#include "engine/connectors/answer_watch.h"
#include "engine/connectors/hold_watch.h"
#include "engine/connectors/salesforce/api_calls.h"
#include "engine/connectors/salesforce/channel_feed.h"
#include "engine/connectors/salesforce/cometd_stream.h"
#include "engine/connectors/salesforce/org_lookup.h"
#include "engine/connectors/salesforce/record_reads.h"
#include "engine/connectors/salesforce/record_writes.h"
#include "engine/connectors/try_presses.h"

#include <algorithm>
#include <utility>

namespace syncline::connectors::salesforce {
namespace {

using core::ConnectorPhase;

/// The one that this is written for; later ones add to it.
constexpr const char* kApiVersion = "66.0";

/// What may be told and not acknowledged, or wait, before no more is asked for.
constexpr std::size_t kMostChanges = 2000;
constexpr std::size_t kMostBytes = std::size_t(16) << 20U;

/// The channel of an object's change events: "/data/ContactChangeEvent", "/data/Invoice__ChangeEvent" (Change Data
/// Capture guide, subscription channels).
std::string channelOf(const std::string& object) {
    constexpr std::string_view kCustom = "__c";
    const std::size_t end = object.ends_with(kCustom) ? object.size() - 1 : object.size();
    return "/data/" + object.substr(0, end) + "ChangeEvent";
}

std::string withoutLastSlash(std::string url) {
    while (url.ends_with('/'))
        url.pop_back();
    return url;
}

StreamSettings streamSettings(const mapping::Connection& connection, const SObjects& objects) {
    StreamSettings settings{connection.baseUrl, connection.apiVersion, {}};
    for (const auto& [name, object] : objects)
        settings.channels.push_back(channelOf(name));
    return settings;
}

}  // namespace

struct SalesforceClient::Impl final : StreamOwner {
    Impl(mapping::Connection settings, SObjects mapped, SalesforceParts with)
        : connection(std::move(settings)),
          objects(std::move(mapped)),
          parts(with),
          random(with.seed),
          http(with.http, with.clock),
          held(with.tokens, with.timers, with.clock, [this](auto moment) { heldBack(moment); }),
          lookUps({http, held, connection.baseUrl, connection.clientName, 1}),
          calls({http, with.tokens, connection.baseUrl, connection.clientName}),
          reads(calls, objects, parts.clock, {connection.apiVersion, connection.clockResolution}),
          writes(calls, objects, connection.apiVersion, with.clock),
          stream(streamSettings(connection, objects),
                 {http, with.timers, held, with.clock, base::Random(random.next())}, *this) {
        us.clientName = connection.clientName;
    }

    void start(ConnectorListener& to, const std::vector<core::Position>& positions);
    void lookUp();
    void lookedUp(const base::Result<OrgAndUser>& found);
    void heldBack(std::optional<base::WallTime> moment);
    void tryNow();
    void stop();
    void tellPhase(ConnectorPhase phase, std::optional<base::Error> why = std::nullopt);
    [[nodiscard]] ChannelFeed* feed(std::string_view channel);

    [[nodiscard]] std::string replayId(const std::string& channel) override;
    void subscribed(const std::string& channel) override;
    void replayIdRefused(const std::string& channel, const std::string& words) override;
    void received(std::vector<DataMessage> messages) override;
    [[nodiscard]] bool takesMore() const override;
    void flows() override;
    void interrupted(const base::Error& why) override;
    void triesNext(std::optional<base::WallTime> moment) override;

    mapping::Connection connection;
    SObjects objects;
    SalesforceParts parts;
    base::Random random;
    OrgIdentity us;
    ConnectorListener* listener = nullptr;  ///< between start and stop
    ConnectorPhase phase = ConnectorPhase::Stopped;
    std::optional<base::Error> reason;
    int failedLookUps = 0;
    std::optional<TimerId> lookUpTimer;
    Outage outage;
    TryPresses presses;

    AnswerWatch http;
    HoldWatch held;  ///< of what connecting waits for
    ApiCalls lookUps;
    ApiCalls calls;
    RecordReads reads;
    RecordWrites writes;
    std::vector<std::unique_ptr<ChannelFeed>> feeds;
    CometdStream stream;
};

void SalesforceClient::Impl::start(ConnectorListener& to, const std::vector<core::Position>& positions) {
    listener = &to;
    for (const auto& [name, object] : objects) {
        const std::string channel = channelOf(name);
        const auto stored = std::find_if(positions.begin(), positions.end(), [&](const core::Position& position) {
            return position.stream == ChannelFeed::streamName(channel);
        });
        feeds.push_back(std::make_unique<ChannelFeed>(
            channel, stored == positions.end() ? std::nullopt : std::optional(stored->text),
            FeedParts{to, reads, parts.timers, parts.clock, us, connection.clockResolution}));
    }
    tellPhase(ConnectorPhase::Connecting);
    lookUp();
}

void SalesforceClient::Impl::lookUp() {
    triesNext(std::nullopt);
    lookUpOrg(lookUps, [this](const base::Result<OrgAndUser>& found) { lookedUp(found); });
}

/// The stream begins only when we know who we are: a change's identity and its writer depend on it.
void SalesforceClient::Impl::lookedUp(const base::Result<OrgAndUser>& found) {
    if (!found) {
        const bool signIn = found.error().code == base::ErrorCode::Unauthenticated;
        const auto longest = waitBefore(++failedLookUps, signIn ? StreamFaultKind::Token : StreamFaultKind::Away);
        const std::chrono::milliseconds delay(random.between(longest.count() / 2, longest.count()));
        triesNext(parts.clock.wallNow() + delay);
        tellPhase(ConnectorPhase::Disconnected, found.error());
        lookUpTimer = parts.timers.after(delay, [this] {
            lookUpTimer.reset();
            lookUp();
        });
        return;
    }
    us.org = connection.account.empty() ? found->org : connection.account;
    if (us.org.empty())
        us.org = connection.baseUrl;
    us.user = found->user;
    if (us.user.empty())
        base::log::warning("salesforce",
                           "the token does not tell whose it is; our writes are known by their client only",
                           {{"client", us.clientName}});
    stream.open();
}

/// A token that connecting waits for.
void SalesforceClient::Impl::heldBack(std::optional<base::WallTime> moment) {
    if (phase == ConnectorPhase::Disconnected)
        triesNext(moment);
}

void SalesforceClient::Impl::tryNow() {
    const bool waits = phase == ConnectorPhase::Disconnected && outage.nextTry;
    if (!waits || !presses.counts(parts.clock.monotonicNow()))
        return;
    const bool isHeld = held.isHeld();
    held.tryNow();
    if (isHeld)
        return;
    if (lookUpTimer) {
        parts.timers.cancel(*std::exchange(lookUpTimer, std::nullopt));
        lookUp();
    } else {
        stream.tryNow();
    }
}

void SalesforceClient::Impl::stop() {
    stream.close();
    calls.cancelAll();
    lookUps.cancelAll();
    held.stop();
    if (lookUpTimer)
        parts.timers.cancel(*std::exchange(lookUpTimer, std::nullopt));
    feeds.clear();
    if (listener == nullptr)
        return;
    tellPhase(ConnectorPhase::Stopped);
    listener = nullptr;
}

void SalesforceClient::Impl::tellPhase(ConnectorPhase now, std::optional<base::Error> why) {
    if (now == phase && why == reason)
        return;
    phase = now;
    reason = std::move(why);
    listener->stateChanged(core::Side::Salesforce, phase, reason);
}

ChannelFeed* SalesforceClient::Impl::feed(std::string_view channel) {
    const auto found =
        std::find_if(feeds.begin(), feeds.end(), [&](const auto& one) { return one->channel() == channel; });
    return found == feeds.end() ? nullptr : found->get();
}

std::string SalesforceClient::Impl::replayId(const std::string& channel) {
    return feed(channel)->replayId();
}

void SalesforceClient::Impl::subscribed(const std::string& channel) {
    feed(channel)->subscribed();
}

void SalesforceClient::Impl::replayIdRefused(const std::string& channel, const std::string& words) {
    feed(channel)->lost("Salesforce does not keep the events behind the stored position: " + words);
}

void SalesforceClient::Impl::received(std::vector<DataMessage> messages) {
    const ReceiptTime now{parts.clock.wallNow(), parts.clock.monotonicNow()};
    for (const DataMessage& message : messages) {
        ChannelFeed* to = feed(message.channel);
        if (to == nullptr)
            continue;
        base::Result<ChangeEvent> event = parseChangeEvent(message.data, objects);
        if (event)
            to->take(*std::move(event), now);
        else
            to->unreadable(event.error());
    }
    for (const auto& one : feeds)
        one->flush();
}

bool SalesforceClient::Impl::takesMore() const {
    Outstanding all;
    for (const auto& one : feeds)
        all += one->outstanding();
    return all.changes < kMostChanges && all.bytes < kMostBytes;
}

void SalesforceClient::Impl::flows() {
    tellPhase(ConnectorPhase::Connected);
}

void SalesforceClient::Impl::interrupted(const base::Error& why) {
    tellPhase(ConnectorPhase::Disconnected, why);
}

void SalesforceClient::Impl::triesNext(std::optional<base::WallTime> moment) {
    const Outage now{http.lastAnswered(), moment};
    // Of a try that is not behind a failure nobody needs to know.
    const bool isNews = now != outage && (moment || phase == ConnectorPhase::Disconnected);
    outage = now;
    if (isNews)
        listener->outageChanged(core::Side::Salesforce, outage);
}

SalesforceClient::SalesforceClient(mapping::Connection connection, const std::vector<mapping::ObjectMapping>& objects,
                                   SalesforceParts parts) {
    connection.baseUrl = withoutLastSlash(std::move(connection.baseUrl));
    if (connection.apiVersion.empty())
        connection.apiVersion = kApiVersion;
    m_impl = std::make_unique<Impl>(std::move(connection), sobjectsOf(objects), parts);
}

SalesforceClient::~SalesforceClient() = default;

void SalesforceClient::start(ConnectorListener& listener, std::vector<core::Position> positions) {
    m_impl->start(listener, positions);
}

void SalesforceClient::acknowledge(core::Position position) {
    for (const auto& feed : m_impl->feeds) {
        if (ChannelFeed::streamName(feed->channel()) == position.stream)
            feed->acknowledge(position.text);
    }
    if (m_impl->takesMore())
        m_impl->stream.resume();
}

void SalesforceClient::request(ReadRequest request) {
    if (m_impl->listener == nullptr)
        return;
    m_impl->reads.read(std::move(request), [impl = m_impl.get()](ReadAnswer answer) {
        impl->listener->answered(core::Side::Salesforce, std::move(answer));
    });
}

void SalesforceClient::request(FindRequest request) {
    if (m_impl->listener == nullptr)
        return;
    m_impl->reads.find(std::move(request), [impl = m_impl.get()](ReadAnswer answer) {
        impl->listener->answered(core::Side::Salesforce, std::move(answer));
    });
}

void SalesforceClient::request(WriteRequest request) {
    if (m_impl->listener == nullptr)
        return;
    m_impl->writes.write(std::move(request), [impl = m_impl.get()](WriteAnswer answer) {
        impl->listener->answered(core::Side::Salesforce, std::move(answer));
    });
}

void SalesforceClient::tryNow() {
    if (m_impl->listener != nullptr)
        m_impl->tryNow();
}

void SalesforceClient::stop() {
    m_impl->stop();
}

SideLimits SalesforceClient::limits() {
    return {RecordReads::kMostRows, 0, RecordWrites::kMostRows};
}

}  // namespace syncline::connectors::salesforce
