#pragma once

#include "engine/core/filter.h"
#include "engine/core/filter_node.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::core {

/// A word or text that a name of the kind Text is compared with.
struct AskedWord {
    FilterName name;
    FilterOperator op;
    std::string text;    ///< without its quotes
    std::size_t column;  ///< from 1
};

/// A tree, or where and why there is none.
struct ParsedFilter {
    Filter::Node root;
    std::optional<FilterMistake> mistake;
    std::vector<AskedWord> words;  ///< from left to right; none where there is a mistake
};

[[nodiscard]] ParsedFilter parseFilter(std::string_view text, base::WallTime now);

}  // namespace syncline::core
