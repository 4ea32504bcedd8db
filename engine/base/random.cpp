#include "engine/base/random.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace syncline::base {

std::uint64_t Random::next() {
    m_state += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = m_state;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
}

std::uint64_t Random::below(std::uint64_t bound) {
    assert(bound > 0);
    // The lowest (2^64 mod bound) values would come up once more often than the others: draw again.
    const std::uint64_t excess = (0 - bound) % bound;
    std::uint64_t value = next();
    while (value < excess)
        value = next();
    return value % bound;
}

std::int64_t Random::between(std::int64_t low, std::int64_t high) {
    assert(low <= high);
    const auto span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
    const std::uint64_t offset = span == UINT64_MAX ? next() : below(span + 1);
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + offset);
}

bool Random::chance(double probability) {
    return unit() < probability;
}

double Random::unit() {
    return static_cast<double>(next() >> 11U) * 0x1.0p-53;
}

double Random::exponential() {
    // Von Neumann's method (1951), by comparisons only: std::log differs between machines in the last digit.
    double whole = 0;
    while (true) {
        const double first = unit();
        double previous = first;
        double drawn = unit();
        bool acceptable = true;
        while (drawn < previous) {
            previous = drawn;
            drawn = unit();
            acceptable = !acceptable;
        }
        if (acceptable)
            return whole + first;
        whole += 1;
    }
}

std::chrono::milliseconds Random::waitAtRate(double ratePerSecond) {
    assert(ratePerSecond > 0);
    const double milliseconds = exponential() * 1000.0 / ratePerSecond;
    constexpr double kLongest = 1e15;
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::clamp(std::ceil(milliseconds), 1.0, kLongest)));
}

}  // namespace syncline::base
