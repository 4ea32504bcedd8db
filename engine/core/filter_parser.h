#pragma once

#include "engine/core/filter.h"
#include "engine/core/filter_node.h"

#include <optional>
#include <string_view>

namespace syncline::core {

/// A tree, or where and why there is none.
struct ParsedFilter {
    Filter::Node root;
    std::optional<FilterMistake> mistake;
};

[[nodiscard]] ParsedFilter parseFilter(std::string_view text, base::WallTime now);

}  // namespace syncline::core
