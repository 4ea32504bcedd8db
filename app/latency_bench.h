#pragma once

#include "engine/base/clock.h"
#include "engine/base/result.h"

#include <chrono>
#include <string>
#include <vector>

namespace syncline::app {

/// Half, 19 of 20, 99 of 100 are as fast or faster.
struct Percentiles {
    std::chrono::microseconds p50{};
    std::chrono::microseconds p95{};
    std::chrono::microseconds p99{};
};

/// Of at least one value.
[[nodiscard]] Percentiles percentilesOf(std::vector<std::chrono::microseconds> values);

struct LatencyOptions {
    int changes = 400;
    std::chrono::milliseconds between{50};  ///< 20 changes a second
};

/// One run over the embedded sandbox, with the product's defaults: somebody edits a field on one side or the other, and
/// the engine writes it to the other side.
struct LatencyRun {
    Percentiles ours;      ///< from the last byte of the change's event to the first byte of its write
    Percentiles endToEnd;  ///< from the edit to the value in the other CRM
    std::size_t measured = 0;
};

/// Blocks for the length of the run, on the main thread, whose event loop it runs. Its workspace is a folder for
/// temporary files, which is removed. Errors: those of starting an engine; TimedOut when changes do not arrive.
[[nodiscard]] base::Result<LatencyRun> runLatencyBench(const LatencyOptions& options, const base::Clock& clock);

}  // namespace syncline::app
