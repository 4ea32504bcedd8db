#pragma once

#include <chrono>

namespace syncline::base {

/// Wall time in whole milliseconds since 1970-01-01T00:00:00Z, without leap seconds. For stamps, never for waiting.
using WallTime = std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>;

/// Monotonic time. For waiting and for measuring; its zero means nothing.
using MonotonicTime = std::chrono::time_point<std::chrono::steady_clock, std::chrono::nanoseconds>;

/// The only source of time in the engine. Both functions may be called from any thread and do not block.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual WallTime wallNow() const = 0;
    [[nodiscard]] virtual MonotonicTime monotonicNow() const = 0;
};

/// The machine's clocks.
class SystemClock final : public Clock {
public:
    [[nodiscard]] WallTime wallNow() const override;
    [[nodiscard]] MonotonicTime monotonicNow() const override;
};

/// A clock that moves only when told to. For tests and the simulator; one thread at a time.
class ManualClock final : public Clock {
public:
    explicit ManualClock(WallTime start) : m_wall(start) {}
    [[nodiscard]] WallTime wallNow() const override { return m_wall; }
    [[nodiscard]] MonotonicTime monotonicNow() const override { return m_monotonic; }

    /// Moves both clocks forward.
    void advance(std::chrono::milliseconds by);
    /// Sets the wall clock, forward or back, as an operator or NTP does; the monotonic clock does not move.
    void setWall(WallTime to) { m_wall = to; }

private:
    WallTime m_wall;
    MonotonicTime m_monotonic{};
};

}  // namespace syncline::base
