#pragma once

#include "engine/base/error.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace syncline::runtime {

/// So long after a failure it is tried again to write to the disk.
inline constexpr std::chrono::seconds kDiskRetry{1};

/// Whether a person or another program can end what keeps a file from being written. Its writer then keeps its place
/// and tries again; what is broken, or a fault of ours, no try mends.
[[nodiscard]] inline bool canBeMendedOutside(base::ErrorCode code) {
    using base::ErrorCode;
    return code == ErrorCode::NoSpace || code == ErrorCode::Busy || code == ErrorCode::PermissionDenied
           || code == ErrorCode::Io;
}

/// Blocks until it is to be tried again. False, and at once, when `stop` is asked for.
[[nodiscard]] inline bool waitForRetry(const std::stop_token& stop, std::chrono::milliseconds pause = kDiskRetry) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock waiting(mutex);
    static_cast<void>(never.wait_for(waiting, stop, pause, [] { return false; }));
    return !stop.stop_requested();
}

}  // namespace syncline::runtime
