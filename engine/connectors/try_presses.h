#pragma once

#include "engine/base/clock.h"

#include <chrono>
#include <optional>

namespace syncline::connectors {

/// A person who wants a try now may press as fast as they like: presses within a second count once.
class TryPresses {
public:
    [[nodiscard]] bool counts(base::MonotonicTime now) {
        if (m_last && now - *m_last < std::chrono::seconds(1))
            return false;
        m_last = now;
        return true;
    }

private:
    std::optional<base::MonotonicTime> m_last;
};

}  // namespace syncline::connectors
