#pragma once

#include "engine/core/nearest_name.h"

#include <string>
#include <string_view>
#include <vector>

namespace syncline::mapping {

using core::nearestName;

/// `; did you mean "compare"?`, or nothing.
[[nodiscard]] std::string suggestion(std::string_view name, const std::vector<std::string>& known);

}  // namespace syncline::mapping
