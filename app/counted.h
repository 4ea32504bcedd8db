#pragma once

#include <string>
#include <string_view>

namespace syncline::app {

/// "1 field", "2 fields", "0 fields". Of any kind of integer.
template <typename Count>
[[nodiscard]] std::string counted(Count count, std::string_view one, std::string_view many) {
    return std::to_string(count).append(" ").append(count == 1 ? one : many);
}

}  // namespace syncline::app
