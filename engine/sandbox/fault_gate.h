#pragma once

#include "engine/http_server/event_loop.h"
#include "engine/sandbox/faults.h"
#include "engine/sandbox/service.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace syncline::sandbox {

/// Counts of one side since the start.
struct GateCounters {
    std::uint64_t requests = 0;
    std::uint64_t writes = 0;       ///< requests that may change records and were answered with success
    std::uint64_t lostAnswers = 0;  ///< of these, done without the client being told
    std::uint64_t outages = 0;      ///< requests turned away by an outage

    bool operator==(const GateCounters&) const = default;
};

/// Stands before a service and lets the faults happen that concern every request alike: outage, refused connections,
/// slowness, lost and cut answers. On the loop's thread; must outlive every exchange that it has passed on.
class FaultGate {
public:
    FaultGate(http_server::EventLoop& loop, Service& service, Faults& faults)
        : m_loop(loop), m_service(service), m_faults(faults) {}

    void handle(http_server::Request request, http_server::Exchange exchange);
    /// Ends the requests that the service holds when by now every request is to be turned away.
    void enforce();
    [[nodiscard]] const GateCounters& counters() const { return m_counters; }

private:
    [[nodiscard]] bool turnsAway() const { return m_faults.outage || m_faults.refuseConnections; }
    void turnAway(http_server::Exchange& client);
    void answer(bool writes, http_server::Exchange& client, http_server::Outcome outcome);
    void pass(http_server::Exchange& client, http_server::Outcome outcome);

    http_server::EventLoop& m_loop;
    Service& m_service;
    Faults& m_faults;
    GateCounters m_counters;
    std::vector<std::weak_ptr<http_server::Exchange>> m_held;  ///< passed on and not yet answered
};

}  // namespace syncline::sandbox
