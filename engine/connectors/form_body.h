#pragma once

#include <string>
#include <utility>
#include <vector>

namespace syncline::connectors {

/// application/x-www-form-urlencoded; blanks as %20.
[[nodiscard]] std::string formBody(const std::vector<std::pair<std::string, std::string>>& fields);

}  // namespace syncline::connectors
