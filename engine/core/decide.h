#pragma once

#include "engine/base/result.h"
#include "engine/core/change.h"
#include "engine/core/decision.h"
#include "engine/core/entity.h"

#include <map>
#include <set>
#include <string>

namespace syncline::core {

/// What has to be known before a change can be decided (semantics, section 4, row 3 and the paragraph on history).
struct Needs {
    bool link = false;              ///< the entity has one record only
    bool baseline = false;          ///< a field of the change has an unknown side, or the entity is stale
    std::set<std::string> history;  ///< canonical fields whose history on the change's side tells writer and time

    [[nodiscard]] bool none() const { return !link && !baseline && history.empty(); }
};

/// `historyTried`: it was asked for already and could not be had, or was had; then it is not asked for again.
[[nodiscard]] Needs needsOf(const Entity& entity, const Change& change, const RuleSet& rules, bool historyTried);

/// Rows 2 to 11 of the table, one decision for each field of the change. Pure. The entity's cells are as before the
/// change; what the caller has to append and apply is in the result. A linked entity's cell with an unknown side is not
/// to be given (see needsOf). An entity with one record only is decided as well where its cells are known (its partner
/// is being made); where they are not, the outcome is Unlinked. Of a tombstone everything is Deleted.
[[nodiscard]] Decision decide(const Entity& entity, const Change& change, const RuleSet& rules);

/// The change was captured before a read that now shows what it led to: Outcome::Baseline for each mapped field,
/// without effect. To be called after decideBaseline().
[[nodiscard]] Decision decideFolded(const Entity& entity, const Change& change, const RuleSet& rules);

/// What was read of one mapped field: on each side a version with id {sequence of the BaselineRead, side}, its value as
/// both sides write it, and what is known of its time (Salesforce: [beginning of time, the record's last modification
/// and the rest of that second]) and writer.
struct BaselineField {
    std::string field;
    PerSide<Version> read;

    bool operator==(const BaselineField&) const = default;
};

/// The first comparison of both sides, or a new one after a gap. Every cell gets standing and present. Values that are
/// the same are agreed: one version on both sides. Otherwise the rule's owner stands, or what is surely later, or what
/// the rule's firstComparison says. In a cell that was known before, a side that still holds what it held keeps its
/// version, and one that does not is an observed change, by rows 7 to 11: there may be one decision for each side then.
/// An entity with one record only, whose partner is to be made: that record's values stand and the partner holds blank;
/// what is given as read of the missing side is not looked at.
[[nodiscard]] Decision decideBaseline(const Entity& entity, const std::vector<BaselineField>& read,
                                      const RuleSet& rules);

/// What a read tells of the writes to `side` whose outcome is unknown: Landed (as good as answered, not closed: the
/// side's stream may be behind the read), NotLanded, or nothing yet for a field that holds neither what was sent nor
/// what was there (an event will tell; after a gap it may not, and what is not there is NotLanded).
[[nodiscard]] Decision decideReadBack(const Entity& entity, Side side, const std::map<std::string, Value>& read);

/// Writes to `side` that were answered at or before `answeredUntil` and whose event never came are closed: Settled.
[[nodiscard]] Decision decideSettled(const Entity& entity, Side side, base::WallTime answeredUntil);

/// A person's choice (semantics, section 6). `expected`: the candidates that were on screen. Errors: NotFound (no open
/// conflict), AlreadyExists when the candidates have changed, with the new ones in the detail.
struct Resolution {
    std::string field;
    std::vector<VersionId> expected;         ///< empty: not asked for
    std::optional<VersionId> take;           ///< one of the candidates
    std::optional<PerSide<Value>> ownValue;  ///< or a value of the person's own
};
/// The new standing version, numbered `seq` (of the ConflictResolved entry to be), made at `now` by `who`.
[[nodiscard]] base::Result<Version> resolve(const Entity& entity, const Resolution& resolution, Seq seq,
                                            base::WallTime now, const Writer& who);

/// A person's choice taken back: its candidates, to be an open conflict again, marked overwritten where the side holds
/// by now what we wrote of the choice. `resolved` is the version that it made, of `field`. Errors: AlreadyExists when
/// another version stands by now or a conflict is open; InvalidArgument for a choice of which no more than the ids of
/// its candidates is known.
[[nodiscard]] base::Result<std::vector<Candidate>> undo(const Entity& entity, const std::string& field,
                                                        const Version& resolved, std::vector<Candidate> candidates);

}  // namespace syncline::core
