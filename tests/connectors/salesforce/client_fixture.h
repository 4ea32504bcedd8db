#pragma once

#include "engine/base/clock.h"
#include "engine/connectors/api/connector.h"
#include "engine/connectors/salesforce/salesforce_client.h"
#include "tests/support/fake_http.h"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace syncline::test {

/// Remembers what a client tells.
class ToldBySalesforce final : public connectors::ConnectorListener {
public:
    void captured(core::Side side, connectors::Captured captured) override;
    void missed(core::Side side, connectors::MissedChanges missed) override;
    void stateChanged(core::Side side, core::ConnectorPhase phase, std::optional<base::Error> why) override;
    void outageChanged(core::Side side, connectors::Outage outage) override;
    void answered(core::Side side, connectors::ReadAnswer answer) override;
    void answered(core::Side side, connectors::WriteAnswer answer) override;

    /// All changes of all that was captured.
    [[nodiscard]] std::vector<connectors::SourceChange> changes() const;
    /// The last position told for the channel, by captured() or missed(); "" none.
    [[nodiscard]] std::string position(const std::string& channel) const;
    [[nodiscard]] core::ConnectorPhase phase() const {
        return states.empty() ? core::ConnectorPhase::Stopped : states.back().first;
    }
    /// Why, in one line; "" when all is well.
    [[nodiscard]] std::string why() const;

    std::vector<connectors::Captured> captures;
    std::vector<connectors::MissedChanges> misses;
    std::vector<std::string> order;  ///< "captured 2", "missed 1", as they came
    std::vector<std::pair<core::ConnectorPhase, std::optional<base::Error>>> states;
    std::vector<connectors::Outage> outages;
    std::vector<connectors::ReadAnswer> reads;
    std::vector<connectors::WriteAnswer> writes;
};

/// Tokens "token-1", "token-2", … one for each that was refused.
class FakeTokens final : public connectors::TokenSource {
public:
    void get(Got done) override;
    void refused(std::uint64_t generation) override;

    std::optional<base::Error> error;  ///< get() fails so
    std::string apiBase = "https://acme.my.salesforce.com";
    std::uint64_t generation = 1;
    int refusals = 0;
};

/// Contact and Account with some fields of every kind.
[[nodiscard]] std::vector<mapping::ObjectMapping> mappedObjects();
[[nodiscard]] mapping::Connection connectionTo(std::string baseUrl);

inline constexpr const char* kContacts = "/data/ContactChangeEvent";
inline constexpr const char* kAccounts = "/data/AccountChangeEvent";
inline constexpr const char* kContactStream = "salesforce /data/ContactChangeEvent";
inline constexpr const char* kAccountStream = "salesforce /data/AccountChangeEvent";

/// A client over a fake network, whose clock stands at 2026-11-24T16:00:10Z.
class ClientFixture {
public:
    explicit ClientFixture(mapping::Connection connection = connectionTo("https://login.example/"),
                           std::vector<mapping::ObjectMapping> objects = mappedObjects());

    /// The next request whose URL or body holds this text gets the answer in place of the healthy org's.
    void next(std::string part, connectors::HttpAnswer answer);
    /// Starts, and answers as a healthy org does, up to the held connect.
    void start(std::vector<core::Position> positions = {});
    /// Moves the clock on, with the org answering before, between and after the timers. Connects are held, but for the
    /// first of a session.
    void advance(std::chrono::milliseconds by);
    /// Answers the held connect with these messages and its own reply.
    void deliver(const std::vector<std::string>& messages);
    /// Answers the held connect so.
    void answerConnect(connectors::HttpAnswer answer);
    /// True while a connect is held.
    [[nodiscard]] bool connectIsHeld() const;
    /// Bodies of all requests to the Streaming API that hold this text.
    [[nodiscard]] std::vector<std::string> streamed(const std::string& part) const;
    /// The last of them.
    [[nodiscard]] std::string lastStreamed(const std::string& part) const;

    base::ManualClock clock;
    FakeHttp http;
    FakeTimers timers{clock};
    FakeTokens tokens;
    ToldBySalesforce told;
    std::unique_ptr<connectors::salesforce::SalesforceClient> client;

private:
    void pump();
    [[nodiscard]] std::optional<connectors::HttpAnswer> answerOf(const connectors::HttpRequest& request);
    [[nodiscard]] std::optional<connectors::HttpAnswer> healthy(const connectors::HttpRequest& request);

    std::deque<std::pair<std::string, connectors::HttpAnswer>> m_next;
    int m_sessions = 0;
};

/// The value of a request's header; "" none.
[[nodiscard]] std::string header(const connectors::HttpRequest& request, const std::string& name);
/// The requests that were sent to URLs that hold this text.
[[nodiscard]] std::vector<connectors::HttpRequest> sentTo(const ClientFixture& fixture, const std::string& part);
/// The replay id that the last subscribe to the channel asked for; "nothing" when there was none.
[[nodiscard]] std::string askedFor(const ClientFixture& fixture, const std::string& channel);
/// The reply to a connect that failed so; `rest` follows in the object.
[[nodiscard]] std::string failedConnectBody(const std::string& error, const std::string& rest = {});
[[nodiscard]] connectors::HttpAnswer failedConnect(const std::string& error, const std::string& rest = {});

/// A change event of a channel. `header` and `fields` are the inner text of JSON objects.
[[nodiscard]] std::string eventMessage(const std::string& channel, const std::string& replayId,
                                       const std::string& header, const std::string& fields);
/// An update of contact 003000000000001AAA at 16:00:05 by a person.
[[nodiscard]] std::string contactUpdate(const std::string& replayId, const std::string& fields);

}  // namespace syncline::test
