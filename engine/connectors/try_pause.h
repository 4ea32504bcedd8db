#pragma once

#include "engine/base/clock.h"

#include <algorithm>
#include <chrono>
#include <optional>

namespace syncline::connectors {

/// The pause before the next try. A person can end it, but for the part that the server asked for (Retry-After, the
/// interval of a Bayeux advice). It only reckons: the timer is its owner's.
class TryPause {
public:
    /// `whole`: with what the server asked for.
    void begin(base::MonotonicTime now, std::chrono::milliseconds whole, std::chrono::milliseconds asked) {
        m_notBefore = now + asked;
        m_ends = now + whole;
    }
    /// A person wants it to end now: what is left of it, perhaps nothing; none where that makes it no shorter.
    [[nodiscard]] std::optional<std::chrono::milliseconds> cut(base::MonotonicTime now) {
        const base::MonotonicTime earliest = std::max(now, m_notBefore);
        if (earliest >= m_ends)
            return std::nullopt;
        m_ends = earliest;
        return std::chrono::ceil<std::chrono::milliseconds>(earliest - now);
    }

private:
    base::MonotonicTime m_notBefore{};
    base::MonotonicTime m_ends{};
};

}  // namespace syncline::connectors
