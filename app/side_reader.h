#pragma once

#include "engine/base/bounded_queue.h"
#include "engine/base/result.h"
#include "engine/connectors/api/connector.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace syncline::app {

/// Reads records of both sides through connectors of its own, one request after the other. Blocks; on the thread that
/// made it. What the sides' streams tell meanwhile is not looked at. Stops the connectors in the destructor.
class SideReader final : private connectors::ConnectorListener {
public:
    explicit SideReader(core::PerSide<std::unique_ptr<connectors::Connector>> connectors);
    ~SideReader() override;
    SideReader(const SideReader&) = delete;
    SideReader& operator=(const SideReader&) = delete;

    /// Waits until both sides are connected. Errors: what the side says that is not, after `patience`; at once
    /// when waiting cannot help.
    [[nodiscard]] base::Result<void> connect(std::chrono::seconds patience);
    /// The records of that object by their ids; each is there, found or not. Tried a few times.
    [[nodiscard]] base::Result<std::map<std::string, connectors::RecordRead>> read(
        core::Side side, const std::string& object, const std::vector<std::string>& ids,
        const std::vector<std::string>& fields);

private:
    struct Phase {
        core::Side side = core::Side::Salesforce;
        core::ConnectorPhase phase = core::ConnectorPhase::Stopped;
        std::optional<base::Error> why;
    };

    void captured(core::Side side, connectors::Captured captured) override;
    void missed(core::Side side, connectors::MissedChanges missed) override;
    void stateChanged(core::Side side, core::ConnectorPhase phase, std::optional<base::Error> why) override;
    void outageChanged(core::Side side, connectors::Outage outage) override;
    void answered(core::Side side, connectors::ReadAnswer answer) override;
    void answered(core::Side side, connectors::WriteAnswer answer) override;

    core::PerSide<std::unique_ptr<connectors::Connector>> m_connectors;
    base::BoundedQueue<Phase> m_phases;
    base::BoundedQueue<connectors::ReadAnswer> m_answers;
    std::uint64_t m_requests = 0;
};

}  // namespace syncline::app
