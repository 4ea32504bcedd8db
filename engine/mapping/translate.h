#pragma once

#include "engine/core/version.h"
#include "engine/mapping/workspace.h"

namespace syncline::mapping {

/// A value that `side` holds, as both sides write it, with its key. Blank in any of its forms is blank. Pure; ICU
/// folds. A text that the comparison cannot read (a number that is none) is compared as it stands; an option that the
/// map does not know is carried over as it is.
[[nodiscard]] core::PerSide<core::Value> translate(const FieldMapping& field, core::Side side,
                                                   const std::optional<std::string>& text);

/// The key of a text as the comparison makes it; "" for a blank.
[[nodiscard]] std::string comparisonKey(const FieldMapping& field, std::string_view text);

}  // namespace syncline::mapping
