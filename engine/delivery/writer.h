#pragma once

#include "engine/base/random.h"
#include "engine/base/result.h"
#include "engine/connectors/api/requests.h"
#include "engine/core/entity.h"
#include "engine/core/entry.h"
#include "engine/mapping/workspace.h"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace syncline::delivery {

/// What a writer needs of the engine while it steps: the state, and a place for entries. append() drafts an entry,
/// applies it to the state and gives its sequence; it is durable when the step's batch is.
class WriterContext {
public:
    virtual ~WriterContext() = default;
    [[nodiscard]] virtual const core::Entity* find(core::EntityId id) = 0;
    /// The entity that has the record; find() gives it from now on. Errors: those of reading it, where it is at rest.
    [[nodiscard]] virtual base::Result<std::optional<core::EntityId>> entityOf(const core::RecordKey& record) = 0;
    [[nodiscard]] virtual const core::RuleSet& rules() const = 0;
    virtual core::Seq append(core::EntityId entity, core::Side side, core::Seq cause, core::EntryBody body) = 0;
    [[nodiscard]] virtual connectors::RequestId nextRequest() = 0;
    [[nodiscard]] virtual base::WallTime now() const = 0;
    [[nodiscard]] virtual base::MonotonicTime monotonicNow() const = 0;
};

/// What leaves when the step is durable.
struct WriterOutput {
    std::vector<connectors::WriteRequest> writes;
    std::vector<connectors::ReadRequest> reads;
    std::vector<connectors::FindRequest> finds;
    std::optional<base::MonotonicTime> wakeAt;  ///< a retry, a settle time or a pause is over then: step again
};

struct WriterOptions {
    std::size_t recordsPerRequest = 100;
    std::size_t requestsAtOnce = 4;
    std::size_t readsPerRequest = 100;
    std::size_t readsAtOnce = 2;  ///< read-backs and look-ups, beside the writes
    std::chrono::milliseconds firstBackoff{500};
    std::chrono::milliseconds longestBackoff{60'000};
    std::chrono::milliseconds settle{5'000};
    std::chrono::milliseconds longestLag{60'000};    ///< how long a stream that is behind postpones settling at most
    std::chrono::milliseconds readBackDelay{1'000};  ///< a lost answer's write may still land: wait so long first
    std::chrono::milliseconds searchLag{60'000};     ///< a search by match key may miss a new record for so long
    std::size_t breakerThreshold = 5;                ///< requests in a row that failed as a whole open it
    std::chrono::milliseconds firstBreakerPause{1'000};
    std::chrono::milliseconds longestBreakerPause{60'000};
};

/// The writer to one side (semantics, section 7), as a step machine: no thread, no socket, no timer. It has no queue of
/// intentions: it keeps which entities have something due, moving or to be read back, and takes what stands at the
/// moment of sending. One record's cells go in one request, at most one request is out for a record, WriteSent is
/// appended before the request is given out. A write whose outcome is unknown is read back, a create of that kind
/// looked for. Transient failures back off with full jitter, for the record; Retry-After pauses the whole side, and a
/// circuit breaker lets one request try. Nothing leaves while the side is not connected; in observe mode no write does.
///
/// A create is wanted by the state alone (due_work.h). One that is found after its answer was lost is appended as
/// WriteSucceeded, RecordLinked with origin Created, and a GapDetected of that record: it is not sure to hold what was
/// sent, so both records are compared before anything more is written.
class Writer {
public:
    Writer(core::Side side, const mapping::Workspace& workspace, WriterOptions options, base::Random random);
    ~Writer();

    /// The entity has changed, or was loaded: the next step looks whether something is due, out or unknown. Cheap; may
    /// be called from within WriterContext::append().
    void touched(const core::Entity& entity);
    /// At start: writes that were out when the engine ended have an unknown outcome.
    void adopt(WriterContext& context, core::EntityId entity);

    /// An answer to a request of an earlier run, or a second one, does nothing.
    void answered(WriterContext& context, const connectors::WriteAnswer& answer);
    /// An answer to one of its own reads; false: it is somebody else's.
    [[nodiscard]] bool answered(WriterContext& context, const connectors::ReadAnswer& answer);
    void sideChanged(core::ConnectorPhase phase);
    /// Somebody wants the side to be tried: what its outage holds back may try when it is there (SideGate).
    void tryNow(const WriterContext& context);
    /// The side's stream has told of a change that was made then, by its clock. A stream that is behind by more than
    /// the settle time has not passed the answers of our writes, whatever their age.
    void streamTold(WriterContext& context, base::WallTime changedAt);

    /// Sends what is due and allowed, settles and reads back what it is time for.
    [[nodiscard]] WriterOutput step(WriterContext& context);

    /// A write to the entity's record has left and was not answered yet.
    [[nodiscard]] bool isOut(core::EntityId entity) const;
    /// Requests that are out, reads among them.
    [[nodiscard]] std::size_t inFlight() const;

    struct Impl;

private:
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::delivery
