#pragma once

#include <string>
#include <string_view>

namespace syncline::core {

/// The text with the capitals of ASCII, Latin-1, Latin Extended-A, Greek and Cyrillic made small, for comparing
/// without case. Every other byte stays, also one that is not UTF-8. For filters only: whether two values are the same
/// is said by their keys, which the mapping makes.
[[nodiscard]] std::string withoutCase(std::string_view text);

}  // namespace syncline::core
