#pragma once

#include "engine/base/result.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace syncline::http_server {

using TimerId = std::uint64_t;

/// One thread on which servers and clients of this room run their sockets, and on which their owners can run their own
/// logic, so that it needs no locks. Everything posted runs in the order posted. A function that throws ends the
/// process: functions handed in must not throw.
class EventLoop {
public:
    /// Starts the thread; `name` shows in debuggers (15 characters at most are kept).
    [[nodiscard]] static std::unique_ptr<EventLoop> start(const std::string& name);
    /// Stops: functions that have not begun are dropped, sockets closed, the thread joined. Not from the loop itself.
    /// Servers, clients and exchanges may outlive it: they are closed then, and do nothing any more.
    ~EventLoop();
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    /// Any thread.
    void post(std::function<void()> function);
    /// Any thread. Runs once, not before the delay is over.
    TimerId after(std::chrono::milliseconds delay, std::function<void()> function);
    /// On the loop only: a timer cancelled there does not fire any more. Unknown ids are ignored.
    void cancel(TimerId timer);
    /// Runs the function on the loop and waits for it. Not from the loop itself. Returns also when the loop stops
    /// before it came to the function.
    void call(std::function<void()> function);

    struct Impl;
    /// For the other classes of this room.
    [[nodiscard]] const std::shared_ptr<Impl>& impl() const { return m_impl; }

private:
    explicit EventLoop(std::shared_ptr<Impl> impl);
    std::shared_ptr<Impl> m_impl;
};

}  // namespace syncline::http_server
