#include "engine/runtime/snapshot.h"

#include <algorithm>

namespace syncline::runtime {

bool Snapshot::isDrained() const {
    const bool nothingDue = std::all_of(std::begin(core::kSides), std::end(core::kSides), [&](core::Side one) {
        return side[one].mode == core::Mode::Observe || side[one].dueCells == 0;
    });
    const bool allRead = std::all_of(consumers.begin(), consumers.end(),
                                     [&](const journal::ConsumerOffset& one) { return one.committed >= head; });
    return nothingDue && undecided == 0 && unsettled == 0 && allRead;
}

}  // namespace syncline::runtime
