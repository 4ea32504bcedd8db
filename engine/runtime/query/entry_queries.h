#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/core/entry.h"
#include "engine/core/filter.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace syncline::runtime {

/// What a PolicyChanged made other than it was, of one field or one direction, in the words of the workspace file.
struct RuleChange {
    std::string object;  ///< "" of a direction
    std::string field;   ///< canonical; "" of a direction
    std::string text;    ///< "owner none → Salesforce (refused: revert)", "to HubSpot live → observe"

    bool operator==(const RuleChange&) const = default;
};

/// An entry as a list shows it: a ChangeCaptured without what came over the wire, and what a person calls its record.
struct EntryRow {
    core::Entry entry;
    std::string object;  ///< of the entity, by the mapping's name; "" where the entry concerns the workspace
    std::string title;   ///< "Ada Lovelace", a company's name, else an e-mail, else a record id
    /// By field of a change, a decision or a write: what the cell held before.
    std::map<std::string, core::Value> before = {};
    /// By field of a decision or a new conflict: the rule that was in force then, as of `ruleVersion`.
    std::map<std::string, core::FieldRule> rules = {};
    core::Seq ruleVersion = {};
    /// Of a PolicyChanged that took the place of other rules of the journal.
    std::optional<std::vector<RuleChange>> changedRules = {};
    /// Something of the above is not known yet: to be read again when the projections have come further.
    bool isLate = false;

    bool operator==(const EntryRow&) const = default;
};

/// Entries that are in the journal and cannot be read: an answer is complete but for them.
struct Unreadable {
    core::Seq first;
    core::Seq last;
    std::int64_t entries = 0;  ///< that cannot be read, of those from `first` through `last`
    base::Error why;           ///< of the first that was met

    bool operator==(const Unreadable&) const = default;
};

/// At most `count` entries from `from` on, upwards.
struct EntriesFrom {
    core::Seq from;
    std::size_t count = 200;
    bool withJson = false;  ///< each also written down whole: for copying
};
struct EntryRows {
    std::vector<EntryRow> rows;
    core::Seq head;  ///< of the journal when they were read
    /// By row, where it was asked for: the entry in the one form that the command line and streams have too, also what
    /// came over the wire.
    std::vector<std::string> json = {};
    std::optional<Unreadable> unreadable = {};  ///< they count as entries of the page; there is no row of them
};

/// Entries that a filter takes, searched in one slice: below `from` (0: from the newest on) and downwards, or from
/// `from` on and upwards. Ends when `limit` were found or `look` were looked at; a caller goes on from `next` until
/// isAtEnd, and upwards also later, for what has come since.
struct MatchingEntries {
    core::Filter filter;
    core::Seq from;
    bool upwards = false;
    std::size_t limit = 200;
    std::size_t look = 20'000;
};
struct Matches {
    std::vector<EntryRow> rows;  ///< in the order in which they were met
    core::Seq next;              ///< where to go on
    bool isAtEnd = false;        ///< the journal's first entry, or its head, has been looked at
    std::size_t looked = 0;
    std::optional<Unreadable> unreadable = {};  ///< among those that were looked at
};

/// One entry whole, with what it came from and what came of it.
struct EntryAt {
    core::Seq seq;
};
struct EntryDetail {
    EntryRow row;
    std::string raw;  ///< of a ChangeCaptured: what came over the wire; else ""
    std::optional<core::Identity> identity;
    std::vector<EntryRow> causes;  ///< from the immediate one back to the first; at most kMostCauses
    /// All that it led to, and they in turn, in order: at most kMostEffects; of an entry of the workspace as a whole
    /// those closely behind it.
    std::vector<EntryRow> effects;
    /// The entry in the one form that the command line and streams have too; "" where there is `raw`.
    std::string json = {};
};
inline constexpr std::size_t kMostCauses = 200;
inline constexpr std::size_t kMostEffects = 200;

/// The sequence of the first entry captured at that moment or later; the head's successor when there is none. Where our
/// clock was put back, one of the entries between which that moment lies.
struct SeqAtTime {
    base::WallTime time;
};

}  // namespace syncline::runtime
