#pragma once

#include "engine/core/decision.h"
#include "engine/delivery/writer.h"

#include <optional>
#include <string>

namespace syncline::delivery {

/// Appends what was decided about writes to `side`: for each write one FieldsDecided, caused by its WriteSent, and
/// behind it the entries of the conflicts that it moved. False when there was nothing to append.
bool appendDecision(WriterContext& context, core::EntityId entity, core::Side side, core::Decision decision);

/// Who else has the record that was made for an entity: its side's stream told of it before the answer came.
struct Holder {
    /// What was told of it belongs to the entity, before all that is told from now on.
    std::optional<core::EntityId> stranger;
    /// Something of it was decided as another's, or may have been: only a read tells what the record holds.
    bool isToBeRead = false;
};
[[nodiscard]] Holder otherHolderOf(WriterContext& context, core::EntityId entity, const core::RecordKey& record);
/// A change of the entity, or several, have their decision, whatever became of them.
[[nodiscard]] bool hasDecided(const core::Entity& entity);
/// The record has to be read, and compared with its partner, before anything is written.
void appendGap(WriterContext& context, core::EntityId entity, core::Seq cause, const core::RecordKey& record,
               std::string reason);

}  // namespace syncline::delivery
