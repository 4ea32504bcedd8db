#pragma once

#include <chrono>
#include <cstdint>

namespace syncline::base {

/// Numbers from a seed: the same seed gives the same numbers on every machine, which the standard library's
/// distributions do not promise. SplitMix64 (Steele, Lea, Flood 2014). Not for secrets. A value: copy it to fork a
/// stream; its whole state is one number, so that it can be stored and resumed. One thread at a time.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}

    [[nodiscard]] std::uint64_t next();
    /// Evenly from 0 to bound - 1, without modulo bias; bound is at least 1.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound);
    /// Evenly from low to high, both included; low is at most high.
    [[nodiscard]] std::int64_t between(std::int64_t low, std::int64_t high);
    /// True with the given probability, 0 to 1.
    [[nodiscard]] bool chance(double probability);
    /// Evenly from 0 up to, not including, 1.
    [[nodiscard]] double unit();
    /// From 0 up, exponentially with a mean of 1: small values are likelier. Takes 4 draws on average.
    [[nodiscard]] double exponential();
    /// The wait until the next event of a Poisson process: exponential, rounded up to whole ms, at least 1;
    /// ratePerSecond is above 0.
    [[nodiscard]] std::chrono::milliseconds waitAtRate(double ratePerSecond);

    [[nodiscard]] std::uint64_t state() const { return m_state; }

    bool operator==(const Random&) const = default;

private:
    std::uint64_t m_state;
};

}  // namespace syncline::base
