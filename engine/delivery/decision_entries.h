#pragma once

#include "engine/core/decision.h"
#include "engine/delivery/writer.h"

namespace syncline::delivery {

/// Appends what was decided about writes to `side`: for each write one FieldsDecided, caused by its WriteSent, and
/// behind it the entries of the conflicts that it moved. False when there was nothing to append.
bool appendDecision(WriterContext& context, core::EntityId entity, core::Side side, core::Decision decision);

/// Who else has the record that was made for `entity`: its side's stream told of it first. What was told of it belongs
/// to the entity, before all that is told from now on.
[[nodiscard]] std::optional<core::EntityId> strangerWith(WriterContext& context, core::EntityId entity,
                                                         const core::RecordKey& record);

}  // namespace syncline::delivery
