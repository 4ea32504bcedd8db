#pragma once

#include "engine/core/entity.h"
#include "engine/mapping/workspace.h"

#include <optional>
#include <string>
#include <vector>

namespace syncline::delivery {

/// One field of an entity that is to be written, and the version that stands. Points into mapping and entity: good
/// until the entity is changed.
struct DueField {
    const mapping::FieldMapping* mapping = nullptr;
    const core::Version* version = nullptr;
};

/// What is to be written to the entity's record on a side now.
struct DueWork {
    bool create = false;  ///< there is no record yet, and the mapping lets one be made
    core::Seq since;      ///< the entry since which it is due, in whose order work is taken; the WriteSent's cause
    std::vector<DueField> fields;
};

/// What of the entity is due to `side`; nothing for a tombstone, an absorbed entity, a linked one that a gap has made
/// stale, or while the only thing due waits for the outcome of an earlier write.
///
/// An update carries the due cells (core::due) that have no write of unknown outcome out. A create is due when the
/// entity lacks a record on `side`, none is being made, the mapping allows it and the entity has cells with a standing
/// version: the engine gives an unlinked entity's cells one only when a record is to be made. It carries all of them
/// but those that the API has refused since the newest of the values, and is not due when that leaves nothing new.
[[nodiscard]] std::optional<DueWork> dueWork(const core::Entity& entity, const mapping::ObjectMapping& object,
                                             core::Side side);

/// True when something of the cell may have left for the side and its outcome is unknown.
[[nodiscard]] bool isInDoubt(const core::Cell& cell, core::Side side);

/// The field by which a record that was being made for the entity is looked for, with its value: the partner's id, or
/// the first match key that is not blank. None: there is no such field.
struct LookUp {
    std::string field;  ///< the side's own name
    std::string value;
    bool byPartnerId = false;
};
[[nodiscard]] std::optional<LookUp> lookUpOf(const core::Entity& entity, const mapping::ObjectMapping& object,
                                             core::Side side);

}  // namespace syncline::delivery
