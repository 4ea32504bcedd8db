#include "engine/base/clock.h"

namespace syncline::base {

WallTime SystemClock::wallNow() const {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

MonotonicTime SystemClock::monotonicNow() const {
    return std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now());
}

void ManualClock::advance(std::chrono::milliseconds by) {
    m_wall += by;
    m_monotonic += by;
}

}  // namespace syncline::base
