#pragma once

#include "engine/connectors/api/connector.h"
#include "engine/connectors/qt_http_sender.h"
#include "engine/connectors/side_client.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace syncline::connectors {

/// What a ThreadedConnector is made of. Its functions are called on the connector's thread.
struct ConnectorParts {
    core::Side side = core::Side::Salesforce;
    SideLimits limits;
    SenderOptions sender;
    std::uint64_t seed = 0;  ///< for jitter
    /// Makes what stands between the budget and the sender to the network, which outlives it: it sees each request when
    /// it leaves. May be null.
    std::function<std::unique_ptr<HttpSender>(HttpSender&)> wrapSender;
    std::function<std::unique_ptr<SecretStore>()> makeSecrets;
    MakeSideClient makeClient;
};

/// Connector on a thread of its own: makes the SideClient and its tools there, with the side's budget between client
/// and network, hands every call over, and ends with all of it on that thread. stop() waits for the thread, which may
/// be held up in ConnectorListener::captured(): close the queue behind that first. Neither stop() nor the destructor
/// may be called from the listener. A client that throws is stopped; the listener is told Stopped with an Internal
/// error, and no request has an answer any more.
class ThreadedConnector final : public Connector {
public:
    /// The clock outlives it.
    ThreadedConnector(ConnectorParts parts, const base::Clock& clock);
    ~ThreadedConnector() override;
    ThreadedConnector(const ThreadedConnector&) = delete;
    ThreadedConnector& operator=(const ThreadedConnector&) = delete;

    void start(ConnectorListener& listener, std::vector<core::Position> positions) override;
    void acknowledge(core::Position position) override;
    void request(ReadRequest request) override;
    void request(FindRequest request) override;
    void request(WriteRequest request) override;
    void tryNow() override;
    void stop() override;

    [[nodiscard]] std::size_t readLimit() const override { return m_limits.read; }
    [[nodiscard]] std::size_t historyLimit() const override { return m_limits.history; }
    [[nodiscard]] std::size_t writeLimit() const override { return m_limits.write; }

private:
    struct Impl;
    const SideLimits m_limits;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::connectors
