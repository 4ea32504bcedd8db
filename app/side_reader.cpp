#include "app/side_reader.h"

#include "app/deadline.h"
#include "engine/base/try.h"

#include <algorithm>
#include <utility>

namespace syncline::app {
namespace {

constexpr base::QueueSize kQueue{1024, std::size_t{256} << 20};
constexpr int kAttempts = 5;
constexpr std::chrono::seconds kPatience{60};

}  // namespace

SideReader::SideReader(core::PerSide<std::unique_ptr<connectors::Connector>> connectors)
    : m_connectors(std::move(connectors)), m_phases(kQueue), m_answers(kQueue) {
    for (const core::Side side : core::kSides)
        m_connectors[side]->start(*this, {});
}

SideReader::~SideReader() {
    for (const core::Side side : core::kSides)
        m_connectors[side]->stop();
}

void SideReader::captured(core::Side side, connectors::Captured captured) {
    m_connectors[side]->acknowledge(std::move(captured.position));
}

void SideReader::missed(core::Side, connectors::MissedChanges) {}

void SideReader::stateChanged(core::Side side, core::ConnectorPhase phase, std::optional<base::Error> why) {
    static_cast<void>(m_phases.tryPush(Phase{side, phase, std::move(why)}, sizeof(Phase)));
}

void SideReader::outageChanged(core::Side, connectors::Outage) {}

void SideReader::answered(core::Side, connectors::ReadAnswer answer) {
    static_cast<void>(m_answers.push(std::move(answer), sizeof(answer), std::stop_token()));
}

void SideReader::answered(core::Side, connectors::WriteAnswer) {}

base::Result<void> SideReader::connect(std::chrono::seconds patience) {
    const Deadline deadline(patience);
    core::PerSide<Phase> last{{core::Side::Salesforce, {}, {}}, {core::Side::HubSpot, {}, {}}};
    const auto isConnected = [&](core::Side side) { return last[side].phase == core::ConnectorPhase::Connected; };
    while (!isConnected(core::Side::Salesforce) || !isConnected(core::Side::HubSpot)) {
        auto phase = m_phases.pop(deadline.token());
        if (phase) {
            if (phase->why && phase->phase == core::ConnectorPhase::Disconnected
                && !base::isRetryable(phase->why->code))
                return *std::move(phase->why);
            last[phase->side] = *std::move(phase);
            continue;
        }
        const Phase& missing = last[isConnected(core::Side::Salesforce) ? core::Side::HubSpot : core::Side::Salesforce];
        if (missing.why)
            return *missing.why;
        return base::Error{base::ErrorCode::TimedOut, "connect", std::string(core::name(missing.side)),
                           "there was no connection in time", "syncline status shows how the side is"};
    }
    return {};
}

base::Result<std::map<std::string, connectors::RecordRead>> SideReader::read(core::Side side, const std::string& object,
                                                                             const std::vector<std::string>& ids,
                                                                             const std::vector<std::string>& fields) {
    std::optional<base::Error> failure;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        const connectors::RequestId id(++m_requests);
        m_connectors[side]->request(connectors::ReadRequest{id, object, ids, fields, {}, connectors::Priority::Read});
        const Deadline deadline(kPatience);
        connectors::ReadAnswer answer;
        do {
            TRY_ASSIGN(answer, m_answers.pop(deadline.token()));
        } while (answer.id != id);
        if (answer.error) {
            failure = std::move(answer.error);
            Deadline(std::max<std::chrono::milliseconds>(answer.retryAfter, std::chrono::milliseconds(500))).wait();
            continue;
        }
        std::map<std::string, connectors::RecordRead> read;
        for (const std::string& one : ids)
            read[one].askedFor = read[one].id = one;
        for (connectors::RecordRead& record : answer.records)
            read[record.askedFor] = std::move(record);
        return read;
    }
    return *failure;
}

}  // namespace syncline::app
