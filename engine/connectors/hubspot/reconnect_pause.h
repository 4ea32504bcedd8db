#pragma once

#include "engine/base/random.h"

#include <algorithm>
#include <chrono>

namespace syncline::connectors::hubspot {

/// How long to wait before the journal is tried again: twice as long after every failure in a row, with jitter, up to a
/// minute; longer from the start when waiting alone will not help.
class ReconnectPause {
public:
    explicit ReconnectPause(base::Random random) : m_random(random) {}

    /// After a failure. `passing`: it may pass by itself. At least what the server asked for.
    [[nodiscard]] std::chrono::milliseconds next(bool passing, std::chrono::milliseconds asked) {
        constexpr int kMostDoublings = 8;
        const std::chrono::milliseconds first = passing ? kFirst : kFirstOfLasting;
        const auto full = std::min(kLongest, first * (1 << std::min(m_failures, kMostDoublings)));
        ++m_failures;
        const std::chrono::milliseconds jittered(m_random.between(full.count() / 2, full.count()));
        return std::max(asked, jittered);
    }
    void worked() { m_failures = 0; }
    [[nodiscard]] int failures() const { return m_failures; }

private:
    static constexpr std::chrono::milliseconds kFirst{250};
    static constexpr std::chrono::milliseconds kFirstOfLasting{10'000};
    static constexpr std::chrono::milliseconds kLongest{60'000};

    base::Random m_random;
    int m_failures = 0;
};

}  // namespace syncline::connectors::hubspot
