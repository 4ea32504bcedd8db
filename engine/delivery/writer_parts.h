#pragma once

#include "engine/delivery/backoff.h"
#include "engine/delivery/moving.h"
#include "engine/delivery/side_gate.h"
#include "engine/delivery/writer.h"

#include <utility>

namespace syncline::delivery {

/// What the parts of one writer share.
struct WriterParts {
    WriterParts(core::Side to, const mapping::Workspace& in, WriterOptions with, base::Random seed)
        : side(to),
          workspace(in),
          options(with),
          random(seed),
          backoff{options.firstBackoff, options.longestBackoff},
          gate(options.breakerThreshold, {options.firstBreakerPause, options.longestBreakerPause}) {}

    /// The answer's Retry-After holds for the whole side.
    void heed(std::chrono::milliseconds retryAfter, base::MonotonicTime now) {
        if (retryAfter.count() > 0)
            gate.pauseUntil(now + retryAfter);
    }

    const core::Side side;
    const mapping::Workspace& workspace;
    const WriterOptions options;
    base::Random random;
    const Backoff backoff;
    SideGate gate;
    Moving moving;
};

}  // namespace syncline::delivery
