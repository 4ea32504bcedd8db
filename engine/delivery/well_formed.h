#pragma once

#include <string>
#include <string_view>

namespace syncline::delivery {

/// The text with U+FFFD for each byte that is not part of well-formed UTF-8 (Unicode 15, table 3-7).
[[nodiscard]] std::string wellFormedUtf8(std::string_view bytes);

}  // namespace syncline::delivery
