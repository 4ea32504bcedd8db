#pragma once

#include "engine/base/clock.h"

#include <chrono>
#include <cstdint>

namespace syncline::sandbox::salesforce {

/// How much was used of a daily allocation. The day begins with the first use and is counted anew 24 hours later. A
/// value, not kept over a restart.
class DayCount {
public:
    void add(std::uint64_t amount, base::WallTime now) {
        if (isOver(now)) {
            m_since = now;
            m_used = 0;
        }
        m_used += amount;
    }
    [[nodiscard]] std::uint64_t used(base::WallTime now) const { return isOver(now) ? 0 : m_used; }

private:
    [[nodiscard]] bool isOver(base::WallTime now) const { return now - m_since >= std::chrono::hours(24); }

    std::uint64_t m_used = 0;
    base::WallTime m_since{};
};

}  // namespace syncline::sandbox::salesforce
