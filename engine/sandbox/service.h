#pragma once

#include "engine/http_server/exchange.h"

#include <chrono>
#include <optional>

namespace syncline::sandbox {

/// A server without its sockets: a step machine that answers requests and, as time goes on, what it holds. All on one
/// thread. The faults that concern every request alike (outage, slowness, lost answers) are the caller's business.
class Service {
public:
    virtual ~Service() = default;
    /// Never blocks; may keep the exchange and answer it in a later pump().
    virtual void handle(http_server::Request request, http_server::Exchange exchange) = 0;
    /// Does what has become due: held connects that can be answered or have run out, deliveries, publications.
    virtual void pump() = 0;
    /// How long until pump() will have something to do if nothing else happens.
    [[nodiscard]] virtual std::optional<std::chrono::milliseconds> untilDue() const = 0;
    /// True for a request that changes records: its answer may get lost after it was done.
    [[nodiscard]] virtual bool writes(const http_server::Request& request) const = 0;
};

}  // namespace syncline::sandbox
