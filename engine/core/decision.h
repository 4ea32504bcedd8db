#pragma once

#include "engine/core/cell.h"
#include "engine/core/rules.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace syncline::core {

/// What became of one field of one change: exactly one for each (semantics, section 4).
enum class Outcome : std::uint8_t {
    Unmapped,    ///< row 2
    Echo,        ///< row 4: our own write came back
    Superseded,  ///< row 5: older than what the side was already seen to hold
    NoChange,    ///< row 6
    Candidate,   ///< row 7: joined the open conflict
    Refused,     ///< row 8
    Applied,     ///< row 9: the successor of the standing version
    Converged,   ///< row 10: both sides came to the same value
    Won,         ///< row 11: stands in place of the other
    Lost,        ///< row 11: the standing version stays; kept as the named loser
    Conflicted,  ///< row 11, or 8 with review: a person decides
    Baseline,    ///< folded into the first comparison of both sides
    Settled,     ///< not a change: a write was closed because its side's stream has passed it
    Landed,      ///< not a change: a write whose answer was lost was read; its event is awaited
    NotLanded,   ///< not a change: it was not found there, and is due again
    Deleted,     ///< the record is a tombstone: nothing crosses
    Unlinked,    ///< there is no partner, and the mapping makes none
};

/// Why a choice fell as it did.
enum class Reason : std::uint8_t {
    None,
    Later,              ///< by more than the tolerance
    PhotoFinish,        ///< within the tolerance: the tie-break
    CoarseClock,        ///< the intervals are wider than the tolerance: it cannot be told; the tie-break
    EqualTimes,         ///< the tie-break
    UnknownTime,        ///< one side's time is unknown: the tie-break or the first comparison's choice
    RuleReview,         ///< the rule leaves it to a person
    Owner,              ///< the rule's owner is the other side
    AutomationAfterUs,  ///< an automation changed what we had written, in the same step
};

[[nodiscard]] std::string_view name(Outcome outcome);
[[nodiscard]] std::string_view name(Reason reason);
[[nodiscard]] std::optional<Outcome> outcomeNamed(std::string_view text);
/// Every outcome, in order, for counters and filters.
[[nodiscard]] const std::vector<Outcome>& allOutcomes();

/// What a cell becomes: only what is set is changed.
struct CellChange {
    std::optional<Version> standing = {};
    PerSide<std::optional<Version>> present = {};
    PerSide<std::optional<Seq>> closedThrough = {};  ///< the writes out to the side up to this WriteSent are closed
    PerSide<std::optional<Seq>> closedAlone = {};    ///< only this one is
    PerSide<std::optional<Apart>> apart = {};        ///< set; cleared by a new standing version, or when it is present
    PerSide<std::optional<VersionId>> refusedOn = {};

    bool operator==(const CellChange&) const = default;
};

/// How one field was decided, with what was compared.
struct FieldDecision {
    std::string field = {};
    Outcome outcome = Outcome::Unmapped;
    Reason reason = Reason::None;
    std::optional<Version> version = {};                      ///< the change's
    std::optional<Version> base = {};                         ///< what the side held before it
    std::optional<Version> standing = {};                     ///< what stood, as compared
    std::optional<std::chrono::milliseconds> margin = {};     ///< between the two times, from the earlier to the later
    std::optional<std::chrono::milliseconds> tolerance = {};  ///< where times were compared
    std::optional<TieBreak> tieBreak = {};                    ///< where it decided
    std::optional<Seq> write = {};                            ///< the WriteSent that was recognised
    CellChange change = {};

    bool operator==(const FieldDecision&) const = default;
};

/// What becomes of a cell's conflict.
struct ConflictChange {
    enum class Kind : std::uint8_t { Opened, Updated, Resolved } kind = Kind::Opened;
    std::string field = {};
    ConflictType type = ConflictType::ConcurrentUpdate;  ///< Opened
    std::vector<Candidate> candidates = {};              ///< all as they are now; Resolved: that it covers
    std::optional<Version> standing = {};                ///< Resolved by itself: all candidates became the same

    bool operator==(const ConflictChange&) const = default;
};

/// What is to be appended for one change. `fields` is one FieldsDecided entry; each conflict an entry caused by it.
struct Decision {
    std::vector<FieldDecision> fields = {};
    std::vector<ConflictChange> conflicts = {};

    bool operator==(const Decision&) const = default;
};

/// The decision as plain English: what happened, by which rule, with the numbers. One or two sentences.
[[nodiscard]] std::string explain(const FieldDecision& decision, const FieldRule& rule);

}  // namespace syncline::core
