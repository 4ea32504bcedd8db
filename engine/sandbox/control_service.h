#pragma once

#include "engine/sandbox/dialects.h"
#include "engine/sandbox/fault_gate.h"
#include "engine/sandbox/model/world.h"
#include "engine/sandbox/service.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace syncline::sandbox {

/// What the control API works on; all of it outlives the service.
struct ControlTargets {
    model::World& world;
    Faults& salesforceFaults;
    Faults& hubspotFaults;
    const FaultGate& salesforceGate;
    const FaultGate& hubspotGate;
    const Dialects& dialects;
    std::function<void()> changed;              ///< as in Context
    std::function<void()> disconnectStreamers;  ///< Salesforce ends every CometD session by itself
    /// The next handshakes and connects at Salesforce fail so; false for a failure that it does not know.
    std::function<bool(std::string_view failure, std::uint32_t count)> failStreaming;
    std::function<void()> expireTokens;  ///< HubSpot's access tokens that are out
    std::function<void()> expireLinks;   ///< HubSpot's links to journal files that are out
    std::function<void()> retryPushes;   ///< HubSpot's webhooks that wait for another attempt
};

/// The control API: JSON over HTTP on loopback, for tests and for people who want to see something go wrong. README.md
/// of this room lists its paths. Everything is answered at once. Errors are {"error": text} with 400 or 404.
class ControlService final : public Service {
public:
    explicit ControlService(ControlTargets targets) : m_targets(std::move(targets)) {}

    void handle(http_server::Request request, http_server::Exchange exchange) override;
    void pump() override {}
    [[nodiscard]] std::optional<std::chrono::milliseconds> untilDue() const override { return std::nullopt; }
    [[nodiscard]] bool writes(const http_server::Request&) const override { return false; }

private:
    ControlTargets m_targets;
};

}  // namespace syncline::sandbox
