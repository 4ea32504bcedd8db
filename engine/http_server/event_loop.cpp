#include "engine/http_server/event_loop.h"

#include "engine/http_server/asio_loop.h"

#include <algorithm>
#include <cassert>
#include <future>

#include <boost/asio/post.hpp>
#include <pthread.h>

namespace syncline::http_server {

namespace {

constexpr std::chrono::hours kLongestDelay{24 * 365};

}  // namespace

EventLoop::Impl::Impl(const std::string& name) : asio(std::make_unique<Asio>()) {
    std::promise<void> running;
    asio->thread = std::thread([this, &running, shortName = name.substr(0, 15)]() noexcept {
        pthread_setname_np(pthread_self(), shortName.c_str());
        m_threadId.store(std::this_thread::get_id());
        running.set_value();
        asio->context.run();
    });
    running.get_future().wait();
}

EventLoop::Impl::~Impl() = default;

void EventLoop::Impl::post(std::function<void()> function) {
    const std::lock_guard lock(m_mutex);
    if (m_stopping)
        return;
    boost::asio::post(asio->context, [this, function = std::move(function)] {
        if (!m_stopping)
            function();
    });
}

TimerId EventLoop::Impl::after(std::chrono::milliseconds delay, std::function<void()> function) {
    const auto wait = std::clamp<std::chrono::milliseconds>(delay, std::chrono::milliseconds(0), kLongestDelay);
    const auto due = std::chrono::steady_clock::now() + wait;
    const TimerId timer = m_nextTimer++;
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping)
            return timer;
        m_waiting.emplace(timer, std::move(function));
    }
    if (isLoopThread())
        arm(timer, due);
    else
        post([this, timer, due] { arm(timer, due); });
    return timer;
}

void EventLoop::Impl::arm(TimerId timer, std::chrono::steady_clock::time_point due) {
    {
        const std::lock_guard lock(m_mutex);
        if (!m_waiting.contains(timer))
            return;
    }
    const auto [entry, added] = asio->timers.try_emplace(timer, asio->context, due);
    entry->second.async_wait([this, timer](const boost::system::error_code& error) {
        if (!error)
            fire(timer);
    });
}

void EventLoop::Impl::fire(TimerId timer) {
    std::function<void()> function;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_waiting.find(timer);
        if (found == m_waiting.end() || m_stopping)
            return;
        function = std::move(found->second);
        m_waiting.erase(found);
    }
    asio->timers.erase(timer);
    function();
}

void EventLoop::Impl::cancel(TimerId timer) {
    std::function<void()> dropped;  // destroyed behind the lock: what it holds may call back
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_waiting.find(timer);
        if (found == m_waiting.end())
            return;
        dropped = std::move(found->second);
        m_waiting.erase(found);
    }
    asio->timers.erase(timer);
}

void EventLoop::Impl::runAndWait(std::function<void()> function) {
    if (isLoopThread()) {
        function();
        return;
    }
    // A function that the loop drops takes its promise along, which ends the wait as well.
    auto done = std::make_shared<std::promise<void>>();
    const auto finished = done->get_future();
    post([function = std::move(function), done = std::move(done)] {
        function();
        done->set_value();
    });
    finished.wait();
}

void EventLoop::Impl::closeAll() {
    std::map<TimerId, std::function<void()>> dropped;
    {
        const std::lock_guard lock(m_mutex);
        dropped.swap(m_waiting);
    }
    dropped.clear();
    asio->timers.clear();
    std::set<Closable*> closables;
    {
        const std::lock_guard lock(asio->closablesMutex);
        closables = asio->closables;
    }
    for (Closable* closable : closables)
        closable->closeNow();
    asio->work.reset();
}

void EventLoop::Impl::stop() {
    assert(!isLoopThread());
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        boost::asio::post(asio->context, [this] { closeAll(); });
    }
    asio->thread.join();
}

EventLoop::EventLoop(std::shared_ptr<Impl> impl) : m_impl(std::move(impl)) {}

std::unique_ptr<EventLoop> EventLoop::start(const std::string& name) {
    return std::unique_ptr<EventLoop>(new EventLoop(std::make_shared<Impl>(name)));
}

EventLoop::~EventLoop() {
    m_impl->stop();
}

void EventLoop::post(std::function<void()> function) {
    m_impl->post(std::move(function));
}

TimerId EventLoop::after(std::chrono::milliseconds delay, std::function<void()> function) {
    return m_impl->after(delay, std::move(function));
}

void EventLoop::cancel(TimerId timer) {
    m_impl->cancel(timer);
}

void EventLoop::call(std::function<void()> function) {
    assert(!m_impl->isLoopThread());
    m_impl->runAndWait(std::move(function));
}

}  // namespace syncline::http_server
