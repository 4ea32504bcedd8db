#pragma once

#include "engine/runtime/query/record_queries.h"

#include <optional>
#include <string>
#include <vector>

namespace syncline::runtime {

/// Open conflicts in the order of their opening, the first `limit`.
struct OpenConflicts {
    std::size_t limit = 5000;
};
struct ConflictRow {
    core::Seq conflict;
    core::EntityId entity;
    std::string object;
    std::string title;
    std::string company;  ///< of a contact, where it is known
    MappedField field;
    core::ConflictType type = core::ConflictType::ConcurrentUpdate;
    std::vector<core::Candidate> candidates;
    std::optional<core::Version> base;  ///< what the side that opened it held before, where the journal tells
    core::PerSide<std::optional<core::Value>> now;  ///< what each side holds
    base::WallTime openedAt;
    std::optional<core::FieldDecision> decision;  ///< that opened it: margin, tolerance, reason
    std::optional<core::Seq> resolved;            ///< its ConflictResolved entry
    std::optional<core::ConflictResolved> resolution;
    std::optional<base::WallTime> resolvedAt;
    bool canUndo = false;  ///< a person's choice, which still stands

    bool operator==(const ConflictRow&) const = default;
};
/// The latest resolutions, newest first.
struct ResolvedConflicts {
    std::size_t limit = 200;
};
/// One conflict, open or resolved. NotFound.
struct ConflictAt {
    core::Seq conflict;
};

}  // namespace syncline::runtime
