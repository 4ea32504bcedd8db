#include "engine/runtime/alarm.h"

#include <utility>

namespace syncline::runtime {

Alarm::Alarm(std::function<void()> ring)
    : m_ring(std::move(ring)), m_thread([this](const std::stop_token& stop) { run(stop); }) {}

void Alarm::setTo(std::optional<base::MonotonicTime> moment) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_moment == moment)
            return;
        m_moment = moment;
        m_isNew = true;
    }
    m_changed.notify_one();
}

void Alarm::run(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    while (!stop.stop_requested()) {
        m_isNew = false;
        const auto changed = [&] { return m_isNew; };
        if (!m_moment) {
            m_changed.wait(lock, stop, changed);
            continue;
        }
        // It is read without the lock, too.
        const base::MonotonicTime moment = *m_moment;
        if (m_changed.wait_until(lock, stop, moment, changed) || stop.stop_requested())
            continue;
        m_moment.reset();
        lock.unlock();
        m_ring();
        lock.lock();
    }
}

}  // namespace syncline::runtime
