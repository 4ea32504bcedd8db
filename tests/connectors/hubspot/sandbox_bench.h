#pragma once

#include "engine/base/clock.h"
#include "engine/connectors/memory_secrets.h"
#include "engine/connectors/qt_http_sender.h"
#include "engine/connectors/qt_timers.h"
#include "tests/connectors/hubspot/client_bench.h"
#include "tests/support/sandbox_process.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace syncline::test {

/// A running sandbox in which nobody works by himself, with these of its HubSpot's other readings.
class Sandbox {
public:
    explicit Sandbox(const std::vector<std::string>& dialects);

    [[nodiscard]] bool isReady() const { return m_process.isReady(); }
    [[nodiscard]] std::string text(const char* member) const;  ///< of HubSpot's part of the ready line
    /// A person does this to a contact; its id.
    std::string act(const char* verb, const std::string& id, const QJsonObject& fields, const QJsonObject& more = {});
    void fault(const QJsonObject& hubspot);
    void control(const char* path);
    [[nodiscard]] int counter(const char* name) const;

private:
    SandboxProcess m_process;
};

/// A client on real sockets to a sandbox, as the program makes it.
class SandboxClient {
public:
    explicit SandboxClient(const Sandbox& sandbox, std::vector<core::Position> positions = {});
    ~SandboxClient();
    SandboxClient(const SandboxClient&) = delete;
    SandboxClient& operator=(const SandboxClient&) = delete;

    [[nodiscard]] bool connects();
    [[nodiscard]] bool waitFor(const std::function<bool()>& condition);
    /// Waits for a change of this record that the condition takes.
    [[nodiscard]] std::optional<connectors::SourceChange> change(
        const std::string& id, const std::function<bool(const connectors::SourceChange&)>& wanted);
    [[nodiscard]] connectors::ReadAnswer read(std::vector<std::string> ids, std::vector<std::string> fields,
                                              std::vector<std::string> history = {});
    [[nodiscard]] connectors::ReadAnswer find(const std::string& field, std::vector<std::string> values,
                                              std::vector<std::string> fields);
    [[nodiscard]] connectors::WriteAnswer write(std::vector<connectors::RecordWrite> records,
                                                const std::string& object = "contacts");

    RecordingListener listener;

private:
    template <typename Answer>
    Answer wait(std::vector<Answer>& answers, std::uint64_t id);

    const base::SystemClock m_clock;
    connectors::QtTimers m_timers;
    connectors::QtHttpSender m_sender;
    connectors::MemorySecrets m_secrets;
    std::unique_ptr<connectors::SideClient> m_client;
    std::uint64_t m_last = 0;
};

}  // namespace syncline::test
