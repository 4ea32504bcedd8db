#pragma once

#include "engine/base/result.h"
#include "engine/base/try.h"

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

namespace syncline::base {

/// How much of something: the limits of a queue, and what is in it.
struct QueueSize {
    std::size_t items = 0;
    std::size_t bytes = 0;

    bool operator==(const QueueSize&) const = default;
};

/// Work on its way from threads that produce to threads that consume, first in, first out, within a limit of items and
/// of bytes; the producer says how many bytes an item counts for. All functions may be called from any thread. An empty
/// queue takes any item, however large, so that nothing waits for ever; a large item may have to wait until the
/// consumer has emptied the queue.
///
/// A stop request ends waiting with Cancelled; what can be done at once is done all the same. Closing is for good: what
/// arrived before is still given out, and then consumers get the error that the producer closed it with.
template <typename T>
class BoundedQueue {
public:
    explicit BoundedQueue(QueueSize limits) : m_limits(limits) {}

    /// Waits for room. An item that is refused (stopped or closed) is left as it was.
    Result<void> push(T&& item, std::size_t bytes, const std::stop_token& stop);
    /// Does not wait: false when there is no room, and then the item is left as it was.
    [[nodiscard]] Result<bool> tryPush(T&& item, std::size_t bytes);

    /// Waits for an item.
    [[nodiscard]] Result<T> pop(const std::stop_token& stop);
    /// Does not wait: nullopt when nothing is there.
    [[nodiscard]] Result<std::optional<T>> tryPop();
    /// Waits for an item, then takes all that have arrived, up to a number, which counts as 1 if it is 0.
    [[nodiscard]] Result<std::vector<T>> popAll(std::size_t atMost, const std::stop_token& stop);

    /// Ends the queue with the reason for it, Cancelled if it is an orderly end. The first call counts.
    void close(Error reason) {
        {
            const std::lock_guard lock(m_mutex);
            if (!m_closed)
                m_closed = std::move(reason);
        }
        m_roomMade.notify_all();
        m_itemArrived.notify_all();
    }

    [[nodiscard]] QueueSize size() const {
        const std::lock_guard lock(m_mutex);
        return {m_entries.size(), m_bytes};
    }

private:
    struct Entry {
        T item;
        std::size_t bytes;
    };

    using Lock = std::unique_lock<std::mutex>;

    [[nodiscard]] bool hasRoom(std::size_t bytes) const {
        if (m_entries.empty())
            return true;
        return m_entries.size() < m_limits.items && m_bytes <= m_limits.bytes && bytes <= m_limits.bytes - m_bytes;
    }
    Result<void> waitForItem(Lock& lock, const std::stop_token& stop) {
        if (!m_itemArrived.wait(lock, stop, [&] { return m_closed || !m_entries.empty(); }))
            return stopped("pop");
        if (m_entries.empty())
            return *m_closed;
        return {};
    }
    void append(Lock lock, T&& item, std::size_t bytes) {
        m_entries.push_back(Entry{std::move(item), bytes});
        m_bytes += bytes;
        lock.unlock();
        m_itemArrived.notify_one();
    }
    [[nodiscard]] T takeFront(Lock lock);
    [[nodiscard]] std::deque<Entry> takeFront(Lock lock, std::size_t count);
    [[nodiscard]] static Error stopped(const char* operation) {
        return {ErrorCode::Cancelled, operation, "queue", "asked to stop", {}};
    }

    const QueueSize m_limits;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_roomMade;
    std::condition_variable_any m_itemArrived;
    std::deque<Entry> m_entries;    ///< guarded by m_mutex
    std::size_t m_bytes = 0;        ///< guarded by m_mutex
    std::optional<Error> m_closed;  ///< guarded by m_mutex
};

template <typename T>
Result<void> BoundedQueue<T>::push(T&& item, std::size_t bytes, const std::stop_token& stop) {
    Lock lock(m_mutex);
    if (!m_roomMade.wait(lock, stop, [&] { return m_closed || hasRoom(bytes); }))
        return stopped("push");
    if (m_closed)
        return *m_closed;
    append(std::move(lock), std::move(item), bytes);
    return {};
}

template <typename T>
Result<bool> BoundedQueue<T>::tryPush(T&& item, std::size_t bytes) {
    Lock lock(m_mutex);
    if (m_closed)
        return *m_closed;
    if (!hasRoom(bytes))
        return false;
    append(std::move(lock), std::move(item), bytes);
    return true;
}

template <typename T>
Result<T> BoundedQueue<T>::pop(const std::stop_token& stop) {
    Lock lock(m_mutex);
    TRY(waitForItem(lock, stop));
    return takeFront(std::move(lock));
}

template <typename T>
Result<std::optional<T>> BoundedQueue<T>::tryPop() {
    Lock lock(m_mutex);
    if (!m_entries.empty())
        return std::optional<T>(takeFront(std::move(lock)));
    if (m_closed)
        return *m_closed;
    return std::optional<T>();
}

template <typename T>
Result<std::vector<T>> BoundedQueue<T>::popAll(std::size_t atMost, const std::stop_token& stop) {
    Lock lock(m_mutex);
    TRY(waitForItem(lock, stop));
    std::deque<Entry> taken = takeFront(std::move(lock), std::max<std::size_t>(atMost, 1));
    std::vector<T> items;
    items.reserve(taken.size());
    for (Entry& entry : taken)
        items.push_back(std::move(entry.item));
    return items;
}

template <typename T>
T BoundedQueue<T>::takeFront(Lock lock) {
    T item = std::move(m_entries.front().item);
    m_bytes -= m_entries.front().bytes;
    m_entries.pop_front();
    lock.unlock();
    m_roomMade.notify_all();
    return item;
}

template <typename T>
auto BoundedQueue<T>::takeFront(Lock lock, std::size_t count) -> std::deque<Entry> {
    std::deque<Entry> taken;
    if (count >= m_entries.size()) {
        taken.swap(m_entries);
        m_bytes = 0;
    }
    while (taken.size() < count && !m_entries.empty()) {
        m_bytes -= m_entries.front().bytes;
        taken.push_back(std::move(m_entries.front()));
        m_entries.pop_front();
    }
    lock.unlock();
    m_roomMade.notify_all();
    return taken;
}

}  // namespace syncline::base
