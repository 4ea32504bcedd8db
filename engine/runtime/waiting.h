#pragma once

#include "engine/runtime/read_queue.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace syncline::runtime {

/// What an entity waits for before its next change can be decided.
struct Waiting {
    enum class Step {
        History,    ///< the history of properties of the change's record
        OwnRecord,  ///< linking: the record itself
        Partner,    ///< linking: the record that it names
        FindById,   ///< linking: a record that names it
        FindByKey,  ///< linking: records with its match key
        Baseline,   ///< both records
    } step = Step::History;
    std::vector<ReadWant> wants;  ///< answers that are still to come
    core::PerSide<std::optional<connectors::RecordRead>> read;
    std::size_t key = 0;       ///< FindByKey: which of the match keys
    core::Seq asOf;            ///< the newest captured change when the reads were asked for
    bool isOutdated = false;   ///< a gap was found since: what is on its way, or held, may have been read before
    bool isWhole = false;      ///< Baseline: all fields are compared, since the entity is stale; else the unknown ones
    int rounds = 0;            ///< Baseline: how often it was read before, and overtaken by a change or a gap
    base::WallTime askedAt{};  ///< Baseline, OwnRecord: when the reads were asked for
    base::MonotonicTime readAt{};                  ///< Baseline: when the last answer came
    std::optional<base::MonotonicTime> heldUntil;  ///< Baseline: all was read, and is not believed yet
};

}  // namespace syncline::runtime
