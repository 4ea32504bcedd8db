#pragma once

#include "engine/core/decision.h"
#include "engine/delivery/writer.h"

namespace syncline::delivery {

/// Appends what was decided about writes to `side`: for each write one FieldsDecided, caused by its WriteSent, and
/// behind it the entries of the conflicts that it moved. False when there was nothing to append.
bool appendDecision(WriterContext& context, core::EntityId entity, core::Side side, core::Decision decision);

}  // namespace syncline::delivery
