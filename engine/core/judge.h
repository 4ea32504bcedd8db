#pragma once

#include "engine/core/change.h"
#include "engine/core/decision.h"

namespace syncline::core {

/// True when both sides have been seen: only then is there something to decide.
[[nodiscard]] bool isKnown(const Cell& cell);

/// A version as it may stand: byRead tells of the side that was read, and standing is for both.
[[nodiscard]] Version standingFrom(const Version& version);

/// A value that has come to be known on a side, as a version to be.
struct Arrival {
    std::string field = {};
    Side side = Side::Salesforce;
    ChangeKind kind = ChangeKind::Event;
    Version version = {};
    bool writerKnown = false;      ///< the source or the field's history says who wrote
    bool timeFromHistory = false;  ///< the version's time is that of the property's history
    bool isAfterGap = false;       ///< the side's stream has left out something of the record
};

struct Judgement {
    FieldDecision decision = {};
    std::optional<ConflictChange> conflict = {};
};
void add(Decision& decision, Judgement judgement);

/// Rows 4 to 11 (semantics, section 4) for one field.
[[nodiscard]] Judgement judge(const Cell& cell, const FieldRule& rule, const Arrival& arrival);

/// Our write has surely reached `side`, which holds `value` now: the side's version becomes the write's, and what the
/// write covered of an open conflict is marked. Says nothing of which writes are closed.
[[nodiscard]] Judgement landed(const Cell& cell, const std::string& field, Side side, const Version& written,
                               const Value& value);

}  // namespace syncline::core
