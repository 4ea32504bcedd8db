#pragma once

#include <cstdint>

namespace syncline::connectors {

/// Who comes first when not all may leave, and for whom the last of a limit is kept.
enum class Priority : std::uint8_t {
    Live,  ///< what a live change waits for: writes, and reads of a side's own stream among it
    Read,  ///< first syncs, comparisons behind a gap, audits, replays
};

}  // namespace syncline::connectors
