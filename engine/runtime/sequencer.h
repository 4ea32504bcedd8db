#pragma once

#include "engine/base/random.h"
#include "engine/connectors/api/connector.h"
#include "engine/journal/batch.h"
#include "engine/mapping/workspace.h"
#include "engine/runtime/command.h"
#include "engine/runtime/identity_index.h"
#include "engine/runtime/ledger.h"
#include "engine/runtime/snapshot.h"

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace syncline::runtime {

struct ChangesCaptured {
    core::Side side;
    connectors::Captured captured;
};
struct ChangesMissed {
    core::Side side;
    connectors::MissedChanges missed;
};
struct PhaseChanged {
    core::Side side;
    core::ConnectorPhase phase;
    std::optional<base::Error> why;
};
struct OutageChanged {
    core::Side side;
    connectors::Outage outage;
};
struct ReadAnswered {
    core::Side side;
    connectors::ReadAnswer answer;
};
struct WriteAnswered {
    core::Side side;
    connectors::WriteAnswer answer;
};
struct CommandGiven {
    Command command;
    CommandReply reply;
};
struct OffsetReached {
    journal::ConsumerOffset offset;
    std::uint64_t rewinds = 0;  ///< of this consumer, carried out before it was reached; a later one overrules it
};
/// It is time (StepOutput::wakeAt), or the projections have moved on.
struct Tick {
    core::Seq projected;
};

using Input = std::variant<ChangesCaptured, ChangesMissed, PhaseChanged, OutageChanged, ReadAnswered, WriteAnswered,
                           CommandGiven, OffsetReached, Tick>;

/// What a step wants: first `batch` is made durable, then the rest is done.
struct StepOutput {
    using SideRequest = std::variant<connectors::ReadRequest, connectors::FindRequest, connectors::WriteRequest>;

    journal::Batch batch;
    std::vector<std::pair<core::Side, core::Position>> acknowledgements;
    std::vector<std::pair<core::Side, SideRequest>> requests;
    std::vector<journal::ConsumerOffset> rewinds;  ///< streams that begin again behind an offset
    std::vector<core::Side> tries;                 ///< sides that are not to wait for their next try
    std::vector<std::function<void()>> replies;
    std::optional<base::MonotonicTime> wakeAt;
};

struct SequencerParts {
    const mapping::Workspace& workspace;
    const base::Clock& clock;  ///< read once a step
    Ledger& ledger;
    IdentityIndex& identities;
    core::Seq head;  ///< of the journal
    std::vector<journal::ConsumerOffset> consumers;
    core::PerSide<const connectors::Connector*> limits;  ///< asked for its limits only; may be null
    base::Random random;
};

/// The one that may change anything: takes what has arrived, refuses what is known, decides, and says what is to be
/// appended and then done. A step machine without thread or socket; it reads what is not in memory through the ledger.
/// A step whose batch could not be made durable is not repeated: the same batch is tried until it is, before the next.
class Sequencer {
public:
    /// Opens a reader of its own: errors as Reader::open.
    [[nodiscard]] static base::Result<std::unique_ptr<Sequencer>> make(SequencerParts parts);
    ~Sequencer();

    /// To be called once, first: adopts what the last run left (a changed policy, writes that were out, changes without
    /// a decision, a gap half named).
    [[nodiscard]] base::Result<StepOutput> begin();
    /// Errors: those of reading the workspace's files; the engine cannot go on then.
    [[nodiscard]] base::Result<StepOutput> step(std::vector<Input> inputs);
    [[nodiscard]] Snapshot snapshot() const;

    struct Impl;

private:
    explicit Sequencer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::runtime
