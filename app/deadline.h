#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace syncline::app {

/// Asks to stop when a time is over: a stop token for queues, which know no times. A thread of its own; ends in the
/// destructor.
class Deadline {
public:
    explicit Deadline(std::chrono::milliseconds patience)
        : m_thread([this, patience](const std::stop_token& gone) {
              std::unique_lock lock(m_mutex);
              static_cast<void>(m_never.wait_for(lock, gone, patience, [] { return false; }));
              m_over.request_stop();
          }) {}

    [[nodiscard]] std::stop_token token() const { return m_over.get_token(); }
    /// Blocks until the time is over.
    void wait() { m_thread.join(); }

private:
    std::stop_source m_over;
    std::mutex m_mutex;
    std::condition_variable_any m_never;
    std::jthread m_thread;
};

}  // namespace syncline::app
