#pragma once

#include "engine/base/clock.h"
#include "engine/sandbox/model/types.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::sandbox::model {

/// Appends values so that each can be read back without knowing the next: numbers as decimal text closed by a space,
/// texts with their length ahead.
class ByteWriter {
public:
    void number(std::uint64_t value) { m_bytes += std::to_string(value) + ' '; }
    void signedNumber(std::int64_t value) { m_bytes += std::to_string(value) + ' '; }
    void real(double value);
    void text(std::string_view value);
    void value(const Value& value);
    void time(base::WallTime time) { signedNumber(time.time_since_epoch().count()); }
    void texts(const std::vector<std::string>& list);

    [[nodiscard]] const std::string& bytes() const { return m_bytes; }

private:
    std::string m_bytes;
};

/// Reads what ByteWriter wrote. After the first thing that does not fit, everything reads as zero or empty and ok() is
/// false: check once at the end.
class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : m_rest(bytes) {}

    [[nodiscard]] std::uint64_t number();
    [[nodiscard]] std::int64_t signedNumber();
    [[nodiscard]] double real();
    [[nodiscard]] std::string text();
    [[nodiscard]] Value value();
    [[nodiscard]] base::WallTime time() { return base::WallTime(std::chrono::milliseconds(signedNumber())); }
    [[nodiscard]] std::vector<std::string> texts();
    /// A number that counts things to come, each at least a byte long: more than what is left does not fit.
    [[nodiscard]] std::size_t count();
    /// A number below `bound`, for enumerations.
    [[nodiscard]] unsigned below(unsigned bound);

    [[nodiscard]] bool ok() const { return m_ok; }
    [[nodiscard]] bool atEnd() const { return m_rest.empty(); }

private:
    [[nodiscard]] std::string_view word();
    void fail();

    std::string_view m_rest;
    bool m_ok = true;
};

}  // namespace syncline::sandbox::model
