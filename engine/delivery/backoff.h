#pragma once

#include "engine/base/random.h"

#include <chrono>

namespace syncline::delivery {

/// Pauses between attempts: doubling from `first` up to `longest`, with full jitter, so that what failed together does
/// not come again together (AWS Architecture Blog, "Exponential Backoff And Jitter", 2015).
struct Backoff {
    std::chrono::milliseconds first;
    std::chrono::milliseconds longest;

    /// The longest pause before the attempt that follows `failures` failures in a row, at least one.
    [[nodiscard]] std::chrono::milliseconds ceiling(int failures) const;
    /// Evenly from 0 to the ceiling, both included.
    [[nodiscard]] std::chrono::milliseconds pause(int failures, base::Random& random) const;
};

}  // namespace syncline::delivery
