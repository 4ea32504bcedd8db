#pragma once

#include "engine/base/clock.h"

#include <chrono>
#include <cstdint>
#include <optional>

namespace syncline::connectors {

/// Milliseconds since 1970, as both sides' events give them; nullopt outside the years 0000 to 9999, which is no time
/// that can be reckoned with.
[[nodiscard]] inline std::optional<base::WallTime> wireTime(std::int64_t milliseconds) {
    constexpr std::int64_t kFirst = -62'167'219'200'000;
    constexpr std::int64_t kLast = 253'402'300'799'999;
    if (milliseconds < kFirst || milliseconds > kLast)
        return std::nullopt;
    return base::WallTime(std::chrono::milliseconds(milliseconds));
}

}  // namespace syncline::connectors
