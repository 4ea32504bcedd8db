#pragma once

#include "engine/base/clock.h"
#include "engine/connectors/memory_secrets.h"
#include "engine/connectors/qt_http_sender.h"
#include "engine/connectors/qt_timers.h"
#include "engine/connectors/side_client.h"
#include "tests/connectors/salesforce/client_fixture.h"
#include "tests/support/sandbox_process.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace syncline::test {

/// Timers that run two hundred times as fast, for the waits behind failures.
class HurriedTimers final : public connectors::Timers {
public:
    explicit HurriedTimers(const base::Clock& clock) : m_timers(clock) {}
    connectors::TimerId after(std::chrono::milliseconds delay, std::function<void()> run) override;
    void cancel(connectors::TimerId id) override { m_timers.cancel(id); }

private:
    connectors::QtTimers m_timers;
};

/// Runs the event loop until this is so; false when it is not within ten seconds. Looks every millisecond: QTest's own
/// waits sleep between two looks, and a chain of requests would take ten times as long.
[[nodiscard]] bool comesTrue(const std::function<bool()>& condition);

/// The client over the network against a sandbox, with its token source, as in the program.
class SandboxClient {
public:
    explicit SandboxClient(const SandboxProcess& sandbox);
    ~SandboxClient();
    SandboxClient(const SandboxClient&) = delete;
    SandboxClient& operator=(const SandboxClient&) = delete;

    /// Starts and waits until every channel flows; false when they do not within ten seconds.
    [[nodiscard]] bool start(std::vector<core::Position> positions = {});
    void stop();
    /// The positions to start a next client with.
    [[nodiscard]] std::vector<core::Position> positions() const;
    [[nodiscard]] bool isConnected() const { return told.phase() == core::ConnectorPhase::Connected; }
    /// The changes of one record.
    [[nodiscard]] std::vector<connectors::SourceChange> changesOf(const std::string& id) const;
    /// Waits for the answer to a write of one record; empty when it does not come.
    [[nodiscard]] std::optional<connectors::RecordWritten> write(const std::string& object,
                                                                 connectors::RecordWrite write);
    /// Waits for the answer to a read of one record.
    [[nodiscard]] std::optional<connectors::ReadAnswer> read(const std::string& object, const std::string& id,
                                                             std::vector<std::string> fields);

    ToldBySalesforce told;
    std::unique_ptr<connectors::SideClient> client;

private:
    base::SystemClock m_clock;
    connectors::QtTimers m_httpTimers;  ///< not hurried: the sandbox takes its time
    connectors::QtHttpSender m_http;
    HurriedTimers m_timers;
    connectors::MemorySecrets m_secrets;
    std::uint64_t m_lastRequest = 0;
    bool m_stopped = false;
};

/// A person does this in Salesforce's window; the record's id, or "" when it was refused.
[[nodiscard]] std::string act(const SandboxProcess& sandbox, const QString& verb, const QString& object,
                              const std::string& id, const QJsonObject& fields = {});
/// Switches faults of the Salesforce side.
[[nodiscard]] bool setFaults(const SandboxProcess& sandbox, const QJsonObject& faults);

}  // namespace syncline::test
