#pragma once

#include "engine/base/clock.h"
#include "engine/connectors/api/connector.h"
#include "engine/connectors/api/http_sender.h"
#include "engine/connectors/api/secret_store.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace syncline::connectors {

/// What one side speaks, without Qt, sockets or threads: the protocol logic of a Connector, made and called on one
/// thread, whose outside is HttpSender, Timers and SecretStore. ThreadedConnector gives it a thread of its own; tests
/// and the simulator drive it with fakes. Its meaning is Connector's; nothing here blocks, but for
/// ConnectorListener::captured().
class SideClient {
public:
    virtual ~SideClient() = default;

    /// Called once, first. The listener lives until stop() has returned.
    virtual void start(ConnectorListener& listener, std::vector<core::Position> positions) = 0;
    virtual void acknowledge(core::Position position) = 0;
    /// A request before start() or after stop() does not happen.
    virtual void request(ReadRequest request) = 0;
    virtual void request(FindRequest request) = 0;
    virtual void request(WriteRequest request) = 0;
    virtual void tryNow() = 0;
    /// Cancels timers and requests that are under way, and says Stopped. After it has returned nothing is told any
    /// more; what had no answer stays without one. Called once, last; never from within a call of the listener.
    virtual void stop() = 0;
};

/// What a SideClient is made of. All of it belongs to its thread and outlives it.
struct SideTools {
    HttpSender& http;
    Timers& timers;
    SecretStore& secrets;
    const base::Clock& clock;  ///< the one that Timers go by
    std::uint64_t seed = 0;    ///< for base::Random: jitter of waits
};

/// Makes the client, and what it needs besides (its TokenSource, its budget), on the thread that it is to live on.
using MakeSideClient = std::function<std::unique_ptr<SideClient>(SideTools)>;

/// What Connector's three limits say; they do not change.
struct SideLimits {
    std::size_t read = 0;
    std::size_t history = 0;
    std::size_t write = 0;
};

}  // namespace syncline::connectors
