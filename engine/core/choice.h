#pragma once

#include "engine/core/decision.h"

namespace syncline::core {

/// Which of two concurrent versions stands, and why (semantics, section 5).
struct Verdict {
    enum class Winner : std::uint8_t { Standing, Arrived, Nobody } winner = Winner::Nobody;
    Reason reason = Reason::None;
    std::optional<std::chrono::milliseconds> margin = {};
    std::optional<std::chrono::milliseconds> tolerance = {};
    std::optional<TieBreak> tieBreak = {};
};

[[nodiscard]] Verdict choose(const Choice& choice, const Version& standing, const Version& arrived);

/// What two times tell by themselves. Reason::Later with a winner when all of one interval lies more than the
/// tolerance after all of the other; otherwise nobody, and why not.
[[nodiscard]] Verdict compareTimes(const SourceTime& standing, const SourceTime& arrived,
                                   std::chrono::milliseconds tolerance);

/// Whom a tie-break prefers when the arrived version came from `arrivedOn`.
[[nodiscard]] Verdict::Winner winnerOf(TieBreak tieBreak, Side arrivedOn);

}  // namespace syncline::core
