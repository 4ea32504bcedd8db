#pragma once

#include "engine/base/clock.h"
#include "engine/base/random.h"
#include "engine/core/entry.h"
#include "engine/delivery/backoff.h"

#include <chrono>
#include <cstddef>
#include <optional>

namespace syncline::delivery {

/// Whether anything may leave for a side: it is connected, has not asked for a pause (Retry-After), and its circuit
/// breaker lets it. After `threshold` requests in a row that failed as a whole the breaker opens for a pause that grows
/// with each opening; then one request may try, and only its success closes it.
class SideGate {
public:
    SideGate(std::size_t threshold, Backoff pauses) : m_threshold(threshold), m_pauses(pauses) {}

    void setPhase(core::ConnectorPhase phase);
    /// Since when the side is connected without a break, as far as is known: a connection begins at the first call of
    /// this after setPhase(). None while it is not.
    std::optional<base::MonotonicTime> connectedSince(base::MonotonicTime now);

    /// While the side is not connected: the breaker's pause is over, so that one request may try as soon as it is.
    /// A pause that the side asked for stays.
    void tryNow(base::MonotonicTime now);

    void pauseUntil(base::MonotonicTime moment);
    void requestSucceeded();
    void requestFailed(base::MonotonicTime now, base::Random& random);

    /// `out`: requests of the same sort that are out, of which `atOnce` may be.
    [[nodiscard]] bool isOpen(base::MonotonicTime now, std::size_t out, std::size_t atOnce) const;
    /// When time alone will open it; none when it is open, or waits for something else.
    [[nodiscard]] std::optional<base::MonotonicTime> opensAt(base::MonotonicTime now) const;

private:
    const std::size_t m_threshold;
    const Backoff m_pauses;
    bool m_connected = false;
    std::optional<base::MonotonicTime> m_connectedSince;
    base::MonotonicTime m_pausedUntil{};
    std::optional<base::MonotonicTime> m_brokenUntil;  ///< the breaker is not closed
    std::size_t m_failuresInRow = 0;
    int m_openings = 0;
};

}  // namespace syncline::delivery
