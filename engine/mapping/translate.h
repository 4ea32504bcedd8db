#pragma once

#include "engine/core/version.h"
#include "engine/mapping/workspace.h"

#include <optional>
#include <string>
#include <string_view>

namespace syncline::mapping {

/// A value that `side` holds, as both sides write it, with its keys. On its own side the text stays as it is; for the
/// other it is what we would write there: an option under its other name, a number rounded to the scale, dates and
/// truth values in their canonical form. Blank in any of its forms (none, white space, a set of nothing, the field's
/// stand-in for it) is blank on the other side, or that side's stand-in. A text that the comparison cannot read and an
/// option that the map does not know are carried over as they stand. A key is that of the text on its own side, so keys
/// are compared within one side. Pure; any thread.
[[nodiscard]] core::PerSide<core::Value> translate(const FieldMapping& field, core::Side side,
                                                   const std::optional<std::string>& text);

/// The key of a text as the comparison makes it; "" for a blank, and for nothing else. What the comparison cannot read
/// (a number that is none) has the text itself behind "=" for its key, which no value that it can read has.
[[nodiscard]] std::string comparisonKey(const FieldMapping& field, std::string_view text);

}  // namespace syncline::mapping
