#pragma once

#include "engine/base/error.h"
#include "engine/core/entry.h"
#include "engine/core/position.h"
#include "engine/journal/batch.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace syncline::runtime {

struct SideSnapshot {
    core::ConnectorPhase phase = core::ConnectorPhase::Stopped;
    std::string message;                         ///< what, why, what to do
    core::Mode mode = core::Mode::Observe;       ///< of the writes to it
    std::optional<base::WallTime> lastReceived;  ///< when it last told of changes
    std::optional<base::WallTime> lastAnswered;  ///< while disconnected: with HTTP status 2xx; none: not in this run
    std::optional<base::WallTime> nextTry;       ///< while disconnected; none: a try is out
    bool needsSignIn = false;                    ///< while disconnected: it takes a person who signs in anew
    std::size_t dueEntities = 0;
    std::size_t dueCells = 0;
    core::Seq nothingDueBelow;  ///< the writer's offset: below this sequence nothing is due
    std::size_t requestsOut = 0;
    std::uint64_t duplicates = 0;  ///< deliveries of known changes since the start

    bool operator==(const SideSnapshot&) const = default;
};

/// The engine at a glance, published at most every 50 ms.
struct Snapshot {
    core::Seq head;
    core::Seq projected;
    core::PerSide<SideSnapshot> side;
    std::size_t undecided = 0;  ///< captured changes that wait for a read
    std::size_t unsettled = 0;  ///< entities with a write out, or of unknown outcome, or a partner to be made
    std::size_t openConflicts = 0;
    std::vector<journal::ConsumerOffset> consumers;
    std::optional<base::Error>
        trouble;  ///< the journal, or the projections, cannot be written: nothing is taken in until they can

    /// Nothing due in live directions, out, undecided or unread by a stream.
    [[nodiscard]] bool isDrained() const;
    bool operator==(const Snapshot&) const = default;
};

}  // namespace syncline::runtime
