#pragma once

#include "engine/base/ids.h"
#include "engine/base/result.h"

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stop_token>
#include <utility>

namespace syncline::base {

/// Counts what a slot has published; 0 stands before the first.
using Generation = Id<struct GenerationTag, std::uint64_t>;

/// A slot that holds the latest state of something, as a snapshot that nobody changes any more. Whoever reads it sees
/// the newest and may miss those in between. All functions may be called from any thread; only waitForNewer() blocks.
template <typename T>
class LatestValue {
public:
    struct Snapshot {
        std::shared_ptr<const T> value;  ///< null before the first publication
        Generation generation;
    };

    /// Replaces the snapshot; gives the new one's generation.
    Generation publish(std::shared_ptr<const T> value);
    [[nodiscard]] Snapshot latest() const;
    /// The latest as soon as it is newer than the generation seen; Cancelled when asked to stop before that.
    [[nodiscard]] Result<Snapshot> waitForNewer(Generation seen, const std::stop_token& stop) const;

private:
    mutable std::mutex m_mutex;
    mutable std::condition_variable_any m_published;
    Snapshot m_latest;  ///< guarded by m_mutex
};

template <typename T>
Generation LatestValue<T>::publish(std::shared_ptr<const T> value) {
    Generation generation;
    {
        const std::lock_guard lock(m_mutex);
        m_latest.value.swap(value);
        generation = Generation(m_latest.generation.value() + 1);
        m_latest.generation = generation;
    }
    m_published.notify_all();
    return generation;  // The old snapshot goes with `value`, outside the lock.
}

template <typename T>
auto LatestValue<T>::latest() const -> Snapshot {
    const std::lock_guard lock(m_mutex);
    return m_latest;
}

template <typename T>
auto LatestValue<T>::waitForNewer(Generation seen, const std::stop_token& stop) const -> Result<Snapshot> {
    std::unique_lock lock(m_mutex);
    if (!m_published.wait(lock, stop, [&] { return m_latest.generation > seen; }))
        return Error{ErrorCode::Cancelled, "wait for a newer value", {}, "asked to stop", {}};
    return m_latest;
}

}  // namespace syncline::base
