#pragma once

#include "engine/base/random.h"
#include "engine/connectors/api/connector.h"
#include "engine/mapping/workspace.h"
#include "engine/runtime/step_context.h"

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace syncline::runtime {

/// What the engine wants to know of one side for one entity: a record by its id, or the records that hold a value.
struct ReadWant {
    core::EntityId entity;
    core::Side side = core::Side::Salesforce;
    std::string object;             ///< the mapping's name
    std::string id;                 ///< of the record; or, with a field, the value that is looked for
    std::string field;              ///< the side's field that holds the value; empty: a read by id
    std::set<std::string> history;  ///< fields of the side whose past versions are wanted

    auto operator<=>(const ReadWant&) const = default;
};

/// An answer for one want: the records that were found (a read by id gives exactly one, found or not).
struct ReadGot {
    ReadWant want;
    std::vector<connectors::RecordRead> records;
};

/// Collects wants and sends them in as few requests as the sides allow: few are out at once, and what gathers meanwhile
/// goes together. What a live change waits for goes first, and takes others along where there is room. Wants whose
/// request failed are asked again, after a pause that grows. A step machine on the sequencer's thread.
class ReadQueue {
public:
    ReadQueue(const mapping::Workspace& workspace, core::PerSide<const connectors::Connector*> limits,
              base::Random random);

    /// A want that is there already is asked for once, by the more urgent of both.
    void want(ReadWant want, connectors::Priority priority = connectors::Priority::Live);
    /// The wants that this answer satisfies; empty when it failed, or is to none of its requests.
    [[nodiscard]] std::vector<ReadGot> answered(StepContext& context, core::Side side, connectors::ReadAnswer answer);
    void sideChanged(core::Side side, core::ConnectorPhase phase);
    /// Whether what no live change waits for is left where it is, since enough answers are kept.
    void letOthersWait(bool wait) { m_othersWait = wait; }
    /// Adds what can be sent now to the step's output.
    void flush(StepContext& context);

    [[nodiscard]] bool isIdle() const;

private:
    struct Wanted {
        ReadWant want;
        connectors::Priority priority = connectors::Priority::Live;
    };
    struct Sent {
        core::Side side = core::Side::Salesforce;
        std::vector<Wanted> wants;
    };
    struct Lane {
        std::deque<Wanted> live;
        std::deque<Wanted> others;
        std::multiset<core::EntityId> entities;  ///< of both

        [[nodiscard]] bool isEmpty() const { return live.empty() && others.empty(); }
        [[nodiscard]] std::deque<Wanted>& of(connectors::Priority priority) {
            return priority == connectors::Priority::Live ? live : others;
        }
        std::size_t out = 0;
        bool connected = false;
        std::chrono::milliseconds pause{0};
        base::MonotonicTime notBefore{};
    };

    void flush(StepContext& context, core::Side side);
    [[nodiscard]] bool hasToSend(const Lane& lane) const {
        return !lane.live.empty() || (!m_othersWait && !lane.others.empty());
    }
    [[nodiscard]] std::vector<Wanted> takeTogether(core::Side side);
    [[nodiscard]] std::size_t limitOf(core::Side side, const ReadWant& want) const;
    void send(StepContext& context, core::Side side, std::vector<Wanted> wants);
    void askAgain(StepContext& context, Sent sent, std::chrono::milliseconds retryAfter);
    [[nodiscard]] std::vector<std::string> fieldsOf(const mapping::ObjectMapping& object, core::Side side) const;

    const mapping::Workspace& m_workspace;
    core::PerSide<const connectors::Connector*> m_limits;
    base::Random m_random;
    core::PerSide<Lane> m_lane;
    bool m_othersWait = false;
    std::map<connectors::RequestId, Sent> m_sent;
};

}  // namespace syncline::runtime
