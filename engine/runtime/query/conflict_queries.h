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
/// A resolution was taken back: its conflict was opened again, under a number of its own.
struct Undoing {
    core::Seq opened;  ///< the ConflictOpened entry
    std::string who;
    base::WallTime at;

    bool operator==(const Undoing&) const = default;
};
struct UndoneResolution {
    core::ConflictResolved resolution;
    base::WallTime resolvedAt;
    Undoing undoing;

    bool operator==(const UndoneResolution&) const = default;
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
    base::WallTime openedAt;                        ///< for the first time: an undo does not begin it anew
    std::optional<core::FieldDecision> decision;    ///< that opened it first: margin, tolerance, reason
    std::optional<UndoneResolution> undone;         ///< the one whose undo opened it again
    std::optional<core::Seq> resolved;              ///< its ConflictResolved entry
    std::optional<core::ConflictResolved> resolution;
    std::optional<base::WallTime> resolvedAt;
    std::optional<Undoing> undoing;  ///< its own resolution was taken back
    bool canUndo = false;            ///< a person's choice, which still stands

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
