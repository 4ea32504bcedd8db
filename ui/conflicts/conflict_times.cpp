#include "ui/conflicts/conflict_times.h"

#include <algorithm>

namespace syncline::ui {

std::optional<TimeComparison::Content> timesOf(const ConflictRow& conflict) {
    if (!conflict.decision)
        return std::nullopt;
    TimeComparison::Content content;
    for (const core::Side side : core::kSides) {
        const auto last = std::find_if(conflict.candidates.rbegin(), conflict.candidates.rend(),
                                       [&](const core::Candidate& one) { return one.place == side; });
        if (last == conflict.candidates.rend() || last->version.time.from == core::kBeginningOfTime)
            return std::nullopt;
        content.time[side] = last->version.time;
    }
    content.tolerance = conflict.decision->tolerance;
    content.margin = conflict.decision->margin;
    content.isAttention = true;
    return content.tolerance ? std::optional(content) : std::nullopt;
}

}  // namespace syncline::ui
