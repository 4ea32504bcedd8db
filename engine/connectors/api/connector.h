#pragma once

#include "engine/base/clock.h"
#include "engine/connectors/api/requests.h"
#include "engine/connectors/api/source_change.h"
#include "engine/core/entry.h"

#include <optional>
#include <vector>

namespace syncline::connectors {

/// What a person wants to know of a side that is disconnected. Says nothing of why: that is the phase's.
struct Outage {
    /// The last answer with an HTTP status of 2xx, whatever it says, to a request of the stream, a read or a write;
    /// those for tokens do not count. None: not in this run.
    std::optional<base::WallTime> lastAnswered;
    std::optional<base::WallTime> nextTry;  ///< none: a try is out

    bool operator==(const Outage&) const = default;
};

/// What a connector tells. Called on the connector's thread; captured() may block while the engine is behind.
class ConnectorListener {
public:
    virtual ~ConnectorListener() = default;
    virtual void captured(core::Side side, Captured captured) = 0;
    virtual void missed(core::Side side, MissedChanges missed) = 0;
    virtual void stateChanged(core::Side side, core::ConnectorPhase phase, std::optional<base::Error> why) = 0;
    /// Before the side is told to be disconnected, and with each change of the next try while it is; an answer in
    /// between is told with the next of these. Nobody's history: what counts is the last one, until the side is
    /// connected.
    virtual void outageChanged(core::Side side, Outage outage) = 0;
    virtual void answered(core::Side side, ReadAnswer answer) = 0;
    virtual void answered(core::Side side, WriteAnswer answer) = 0;
};

/// One side: its stream, reads and writes. It retries signing in and its stream for ever by itself, with backoff, and
/// tells its state; a read or write is tried once and answered exactly once, unless the connector is stopped before.
/// start() and what follows may be called from any thread and do not block; stop() waits for the connector's thread.
class Connector {
public:
    virtual ~Connector() = default;

    /// Begins to stream behind these positions; without one for a stream, from now on.
    virtual void start(ConnectorListener& listener, std::vector<core::Position> positions) = 0;
    /// What led to this position is durable: the source need not tell it again. Until then the connector takes little
    /// more from its source.
    virtual void acknowledge(core::Position position) = 0;
    virtual void request(ReadRequest request) = 0;
    virtual void request(FindRequest request) = 0;
    virtual void request(WriteRequest request) = 0;
    /// Ends a disconnected side's pause before its next try, but for what the side itself asked for (Retry-After): then
    /// the try comes when that is over, which is told. Does nothing while it is connected or a try is out; calls within
    /// a second count once. The pauses behind it grow as they would have.
    virtual void tryNow() = 0;
    virtual void stop() = 0;

    /// Records in one request.
    [[nodiscard]] virtual std::size_t readLimit() const = 0;
    [[nodiscard]] virtual std::size_t historyLimit() const = 0;
    [[nodiscard]] virtual std::size_t writeLimit() const = 0;
};

}  // namespace syncline::connectors
