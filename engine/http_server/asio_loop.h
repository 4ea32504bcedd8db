#pragma once

#include "engine/http_server/loop_core.h"

#include <map>
#include <mutex>
#include <set>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace syncline::http_server {

/// Something with sockets that a stopping loop closes, so that their operations end and the loop runs dry.
class Closable {
public:
    virtual void closeNow() = 0;

protected:
    ~Closable() = default;
};

/// The Asio side of a loop. Included by the sources that use Asio, and by no other.
struct EventLoop::Impl::Asio {
    boost::asio::io_context context{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{context.get_executor()};
    std::map<TimerId, boost::asio::steady_timer> timers;  ///< on the loop only
    std::mutex closablesMutex;
    std::set<Closable*> closables;
    std::thread thread;
};

/// Keeps a Closable known to its loop for as long as it lives; the first member to be destroyed.
class Registration {
public:
    Registration(std::shared_ptr<EventLoop::Impl> loop, Closable& closable)
        : m_loop(std::move(loop)), m_closable(closable) {
        const std::lock_guard lock(m_loop->asio->closablesMutex);
        m_loop->asio->closables.insert(&m_closable);
    }
    ~Registration() {
        const std::lock_guard lock(m_loop->asio->closablesMutex);
        m_loop->asio->closables.erase(&m_closable);
    }
    Registration(const Registration&) = delete;
    Registration& operator=(const Registration&) = delete;

private:
    std::shared_ptr<EventLoop::Impl> m_loop;
    Closable& m_closable;
};

}  // namespace syncline::http_server
