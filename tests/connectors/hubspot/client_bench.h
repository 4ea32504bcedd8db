#pragma once

#include "engine/base/clock.h"
#include "engine/connectors/hubspot/hubspot_client.h"
#include "engine/connectors/hubspot/object_catalog.h"
#include "tests/support/fake_http.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace syncline::test {

/// Contacts and companies of a workspace, as the tests map them.
[[nodiscard]] std::vector<mapping::ObjectMapping> mappedObjects();
/// GET /crm/properties/… for one of them, with every mapped property.
[[nodiscard]] std::string describedProperties(const std::string& object);

/// Gives "token-1", and another one after each refusal.
class FakeTokens final : public connectors::TokenSource {
public:
    explicit FakeTokens(std::string name) : m_name(std::move(name)) {}
    void get(Got done) override;
    void refused(std::uint64_t generation) override;

    std::optional<base::Error> error;  ///< instead of a token
    std::uint64_t generation = 1;

private:
    std::string m_name;
};

/// Keeps what a client tells.
class RecordingListener final : public connectors::ConnectorListener {
public:
    struct State {
        core::ConnectorPhase phase = core::ConnectorPhase::Stopped;
        std::optional<base::Error> why;
    };

    void captured(core::Side side, connectors::Captured captured) override;
    void missed(core::Side side, connectors::MissedChanges missed) override;
    void stateChanged(core::Side side, core::ConnectorPhase phase, std::optional<base::Error> why) override;
    void outageChanged(core::Side side, connectors::Outage outage) override;
    void answered(core::Side side, connectors::ReadAnswer answer) override;
    void answered(core::Side side, connectors::WriteAnswer answer) override;

    [[nodiscard]] std::vector<connectors::SourceChange> changes() const;
    [[nodiscard]] std::vector<core::ConnectorPhase> phases() const;
    [[nodiscard]] std::optional<core::Position> position() const;  ///< the last one told

    connectors::SideClient* acknowledges = nullptr;  ///< acknowledges what is captured, at once
    std::vector<connectors::Captured> all;
    std::vector<connectors::MissedChanges> gaps;
    std::vector<State> states;
    std::vector<connectors::Outage> outages;
    std::vector<connectors::ReadAnswer> reads;
    std::vector<connectors::WriteAnswer> writes;
};

/// A client on a fake network and a clock that tests step. What connects it is scripted: account, properties,
/// subscriptions that fit.
class ClientBench {
public:
    static constexpr auto kBase = "https://api.hubapi.test";
    static constexpr auto kJournal = "/webhooks-journal/journal-local/2026-09/";

    explicit ClientBench(mapping::Connection connection = usualConnection());
    ~ClientBench();
    ClientBench(const ClientBench&) = delete;
    ClientBench& operator=(const ClientBench&) = delete;

    [[nodiscard]] static mapping::Connection usualConnection();

    /// Starts and answers what has a script.
    void start(std::vector<core::Position> positions = {});
    void advance(std::chrono::milliseconds by) { timers.advance(by, http); }
    void run() { timers.advance(std::chrono::milliseconds(0), http); }

    /// The journal's answer that names a file, and the file itself under its link.
    void journalEntry(const std::string& urlPart, const std::string& offset);
    void file(const std::string& offset, const std::string& events);
    [[nodiscard]] static std::string entry(const std::string& offset);
    [[nodiscard]] static std::string fileOf(const std::string& offset, const std::string& events);
    /// A position as the client makes it, of a file received and seen so long ago.
    [[nodiscard]] core::Position position(const std::string& offset, std::chrono::minutes age) const;

    base::ManualClock clock;
    FakeHttp http;
    FakeTimers timers;
    RecordingListener listener;
    FakeTokens* journalTokens;  ///< the client's
    FakeTokens* accountTokens;
    std::unique_ptr<connectors::SideClient> client;

private:
    struct NoSecrets;
    std::unique_ptr<connectors::SecretStore> m_secrets;
};

/// {"type":"crmObject","action":"UPDATE",…} for contact 501 of portal 4471123.
[[nodiscard]] std::string updateEvent(const std::string& property, const std::string& value,
                                      const std::string& time = "2026-11-23T09:59:55.900Z");

}  // namespace syncline::test
