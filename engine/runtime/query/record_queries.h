#pragma once

#include "engine/core/entity.h"
#include "engine/runtime/query/entry_queries.h"

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
    core::Entity entity;
    std::string title;
    std::vector<MappedField> fields;  ///< in the mapping's order, with the rules of that moment
    core::Seq asOf;
    core::Seq first;  ///< its first entry
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
