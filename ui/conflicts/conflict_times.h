#pragma once

#include "ui/bridge/bridge.h"
#include "ui/widgets/time_comparison.h"

#include <optional>

namespace syncline::ui {

/// The times of both sides' latest candidates beside the tolerance that they were compared by; none where a time is not
/// told, or none was compared.
[[nodiscard]] std::optional<TimeComparison::Content> timesOf(const ConflictRow& conflict);

}  // namespace syncline::ui
