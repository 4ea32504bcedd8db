#pragma once

#include "engine/core/decision.h"

namespace syncline::core {

/// What another rule would have made of a recorded decision.
struct Reconsidered {
    Outcome outcome = Outcome::Won;
    /// The decision would have fallen another way: another version would stand, another one be left on its side, or a
    /// person be asked. A change that lost and one that is refused and reverted come to the same.
    bool differs = false;
    bool byTieBreak = false;  ///< the tie-break named the winner
    /// The times of the two versions lie this far apart, 0 where they overlap; none where one is unknown.
    std::optional<std::chrono::milliseconds> distance = {};

    bool operator==(const Reconsidered&) const = default;
};

/// Asks `rule` about the versions that the decision compared: rows 8, 9 and 11 of the table. It goes no further than
/// that decision: what stood then is taken as given. None where no rule was asked, as for echoes, first comparisons and
/// changes that joined a conflict. Pure.
[[nodiscard]] std::optional<Reconsidered> reconsider(const FieldDecision& decision, const FieldRule& rule);

/// The decision was of a change that was concurrent with what stood (row 11).
[[nodiscard]] bool wasConcurrent(const FieldDecision& decision);
/// A tie-break named the winner.
[[nodiscard]] bool wasTieBroken(const FieldDecision& decision);

}  // namespace syncline::core
