#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::core {

/// The known name that somebody who wrote `name` is likely to have meant: the nearest by edits (a letter more, less, or
/// another; two exchanged), case aside, when at most a third of its letters differ or most of the shorter name begins
/// the other too. The first of equally near ones. Pure.
[[nodiscard]] std::optional<std::string> nearestName(std::string_view name, const std::vector<std::string>& known);

}  // namespace syncline::core
