#pragma once

#include "engine/base/clock.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace syncline::runtime {

/// Calls a function at a moment, on a thread of its own. Ends in the destructor.
class Alarm {
public:
    explicit Alarm(std::function<void()> ring);
    Alarm(const Alarm&) = delete;
    Alarm& operator=(const Alarm&) = delete;

    /// Takes the place of the moment set before; none: not at all. From any thread; does not block.
    void setTo(std::optional<base::MonotonicTime> moment);

private:
    void run(const std::stop_token& stop);

    const std::function<void()> m_ring;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::optional<base::MonotonicTime> m_moment;  ///< guarded by m_mutex
    bool m_isNew = false;                         ///< guarded by m_mutex
    std::jthread m_thread;
};

}  // namespace syncline::runtime
