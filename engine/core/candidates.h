#pragma once

#include "engine/core/decision.h"

namespace syncline::core {

/// True when the two are the same as either side writes them: where one side cannot tell two values of the other
/// apart, nothing is to be sent.
[[nodiscard]] bool sameValues(const Version& a, const Version& b);

/// A conflict of what stands, on the other side, and what arrived on `side`.
[[nodiscard]] ConflictChange opened(const std::string& field, ConflictType type, const Version& standing,
                                    const Version& arrived, Side side);

/// Row 7: a change that was made on `base` takes its place. Resolved when all that is left are the same.
[[nodiscard]] ConflictChange joined(const std::string& field, const Conflict& conflict, const Version* base,
                                    const Version& arrived, Side side);

/// Our write of `landed` covers what the side held: its candidates stay, and are marked. True when one was marked that
/// was not before.
bool markOverwritten(std::vector<Candidate>& candidates, Side side, const Version& landed);

}  // namespace syncline::core
