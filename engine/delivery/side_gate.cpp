#include "engine/delivery/side_gate.h"

#include <algorithm>

namespace syncline::delivery {

void SideGate::setPhase(core::ConnectorPhase phase) {
    m_connected = phase == core::ConnectorPhase::Connected;
    if (!m_connected)
        m_connectedSince.reset();
}

std::optional<base::MonotonicTime> SideGate::connectedSince(base::MonotonicTime now) {
    if (m_connected && !m_connectedSince)
        m_connectedSince = now;
    return m_connectedSince;
}

void SideGate::tryNow(base::MonotonicTime now) {
    if (!m_connected && m_brokenUntil)
        m_brokenUntil = std::min(*m_brokenUntil, now);
}

void SideGate::pauseUntil(base::MonotonicTime moment) {
    m_pausedUntil = std::max(m_pausedUntil, moment);
}

void SideGate::requestSucceeded() {
    m_failuresInRow = 0;
    m_openings = 0;
    m_brokenUntil.reset();
}

void SideGate::requestFailed(base::MonotonicTime now, base::Random& random) {
    ++m_failuresInRow;
    // Others that were out when it opened say nothing new.
    if (m_brokenUntil ? now < *m_brokenUntil : m_failuresInRow < m_threshold)
        return;
    ++m_openings;
    // At least half of the pause, so that it grows whatever the jitter.
    const std::chrono::milliseconds ceiling = m_pauses.ceiling(m_openings);
    m_brokenUntil = now + std::chrono::milliseconds(random.between(ceiling.count() / 2, ceiling.count()));
}

bool SideGate::isOpen(base::MonotonicTime now, std::size_t out, std::size_t atOnce) const {
    if (!m_connected || now < m_pausedUntil)
        return false;
    if (m_brokenUntil)
        return now >= *m_brokenUntil && out == 0;
    return out < atOnce;
}

std::optional<base::MonotonicTime> SideGate::opensAt(base::MonotonicTime now) const {
    if (!m_connected)
        return std::nullopt;
    const base::MonotonicTime moment = std::max(m_pausedUntil, m_brokenUntil.value_or(m_pausedUntil));
    if (moment <= now)
        return std::nullopt;
    return moment;
}

}  // namespace syncline::delivery
