#pragma once

#include "ui/bridge/query.h"

#include <vector>

namespace syncline::test {

/// Of two and of three candidates, refused, of a first comparison, and many of one cause.
[[nodiscard]] std::vector<ui::ConflictRow> acmeConflicts();
/// By a person and by itself, to be undone and not.
[[nodiscard]] std::vector<ui::ConflictRow> acmeResolved();

}  // namespace syncline::test
