#pragma once

#include "engine/core/ids.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace syncline::runtime {

/// What went wrong, or waits for a person, at one entry.
enum class Trouble : std::uint8_t {
    Conflict,     ///< opened there
    FailedWrite,  ///< a write failed, for whichever reason
    Gap,          ///< changes may have been missed
    Disconnect,   ///< a side was not reached any more
};

/// The troubles among the entries from `from` through `to`: of the newest `look` of those numbers, so that a call is
/// short however long the journal is; a caller goes on below what was looked at.
struct Troubles {
    core::Seq from;
    core::Seq to;
    std::size_t look = 20'000;
};
struct TroubleAt {
    core::Seq seq;
    Trouble trouble = Trouble::Conflict;

    bool operator==(const TroubleAt&) const = default;
};
struct FoundTroubles {
    std::vector<TroubleAt> troubles;  ///< ascending
    core::Seq from;                   ///< looked at from here
    core::Seq through;                ///< through here: the end of the question, or the head; below `from`: at nothing
};

}  // namespace syncline::runtime
