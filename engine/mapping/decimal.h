#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace syncline::mapping {

/// A decimal number as text, without a float between: "-0012.50" as "-12.5", "1.0E7" as "10000000". `scale` is the
/// number of digits kept behind the point, rounded half away from zero; negative: all of them. No value for anything
/// else, grouping of thousands among it, nor for more than 400 characters or an exponent beyond ±400. Pure.
[[nodiscard]] std::optional<std::string> canonicalDecimal(std::string_view text, int scale);

}  // namespace syncline::mapping
