#pragma once

#include "engine/core/rules.h"

#include <QString>

namespace syncline::ui {

/// Who wins, in words and with numbers, before it happens: what two writes within 200 ms come to, and what two that are
/// far enough apart do. Parts between backticks are data.
[[nodiscard]] QString whoWins(const core::FieldRule& rule);
/// What stands when a record's sides are compared for the first time and differ.
[[nodiscard]] QString atFirstComparison(const core::FieldRule& rule);

}  // namespace syncline::ui
