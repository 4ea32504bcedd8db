#pragma once

#include "engine/http_server/event_loop.h"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace syncline::http_server {

/// What an EventLoop is made of. Shared by all that lives on the loop, so that nothing of it is torn down under them:
/// once stopped it runs nothing any more, but may still be called. Functions as at EventLoop, from any thread.
struct EventLoop::Impl {
    struct Asio;

    explicit Impl(const std::string& name);
    ~Impl();
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    /// Drops the function once the loop has stopped.
    void post(std::function<void()> function);
    TimerId after(std::chrono::milliseconds delay, std::function<void()> function);
    void cancel(TimerId timer);
    /// From the loop itself it runs the function at once.
    void runAndWait(std::function<void()> function);

    [[nodiscard]] bool isLoopThread() const { return m_threadId.load() == std::this_thread::get_id(); }
    [[nodiscard]] bool isStopping() const { return m_stopping.load(); }
    void stop();

    std::unique_ptr<Asio> asio;

private:
    void arm(TimerId timer, std::chrono::steady_clock::time_point due);
    void fire(TimerId timer);
    void closeAll();

    std::mutex m_mutex;  ///< for m_waiting, and for the step from running to stopping
    std::map<TimerId, std::function<void()>> m_waiting;
    std::atomic<TimerId> m_nextTimer{1};
    std::atomic<bool> m_stopping{false};
    std::atomic<std::thread::id> m_threadId{};
};

}  // namespace syncline::http_server
