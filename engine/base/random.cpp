#include "engine/base/random.h"

#include <algorithm>
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
    // The lowest (2^64 mod bound) values would come up once more often than the others: draw again.
    const std::uint64_t excess = (0 - bound) % bound;
    std::uint64_t value = next();
    while (value < excess)
        value = next();
    return value % bound;
}

std::int64_t Random::between(std::int64_t low, std::int64_t high) {
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

std::chrono::milliseconds Random::waitAtRate(double ratePerSecond) {
    const double milliseconds = -std::log1p(-unit()) * 1000.0 / ratePerSecond;
    constexpr double kLongest = 1e15;
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::clamp(std::ceil(milliseconds), 1.0, kLongest)));
}

}  // namespace syncline::base
