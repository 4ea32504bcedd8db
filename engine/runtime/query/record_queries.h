#pragma once

#include "engine/core/entity.h"
#include "engine/runtime/query/entry_queries.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace syncline::runtime {

/// Records by id, or by the beginning of an e-mail or a name, without case.
struct RecordSearch {
    std::string text;
    std::size_t limit = 20;
};
struct RecordHit {
    core::EntityId entity;
    std::string object;
    std::string title;
    std::string key;                                   ///< its e-mail or domain; may be ""
    core::PerSide<std::optional<std::string>> record;  ///< ids
    std::vector<std::string> conflicts;                ///< fields in conflict
    std::vector<std::string> called = {};              ///< whole names, as calledOf() has them

    bool operator==(const RecordHit&) const = default;
};

/// A record on both sides, now or behind an entry.
struct RecordAt {
    core::EntityId entity;
    std::optional<core::Seq> at;
};
struct MappedField {
    std::string name;                  ///< canonical
    core::PerSide<std::string> field;  ///< the sides' own names
    std::string comparison;            ///< "phone digits"
    core::FieldRule rule;

    bool operator==(const MappedField&) const = default;
};
struct RecordState {
    /// How a side's value came there, where the value alone does not tell: its time and its writer are those of the
    /// change that was carried.
    struct Brought {
        enum class By {
            OurWrite,    ///< a write of ours, which did not fail
            Comparison,  ///< it was missing there when the record was first compared: nobody is known to have written
        };
        By by = By::OurWrite;
        core::Seq entry;    ///< the write, or the decision of the comparison
        base::WallTime at;  ///< when that was

        bool operator==(const Brought&) const = default;
    };

    core::Entity entity;
    std::string title;
    std::vector<MappedField> fields;  ///< in the mapping's order, with the rules of that moment
    core::Seq asOf;
    core::Seq first;  ///< its first entry
    /// By field. None: it came by a change or by reading, or longer ago than is looked for.
    std::map<std::string, core::PerSide<std::optional<Brought>>> brought = {};
};

/// What happened to one field of a record, oldest first: captured changes that name it, decisions, conflicts, writes.
struct FieldStory {
    core::EntityId entity;
    std::string field;
    std::optional<core::Seq> at;
};
struct FieldEvent {
    EntryRow row;
    std::optional<core::FieldDecision> decision;
    std::string sentence;  ///< English, from core::explain, where it is a decision

    bool operator==(const FieldEvent&) const = default;
};

/// The entries of a record, newest first, below `before` (0: from the newest).
struct RecordHistory {
    core::EntityId entity;
    core::Seq before;
    std::size_t limit = 100;
};

}  // namespace syncline::runtime
