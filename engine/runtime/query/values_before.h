#pragma once

#include "engine/base/result.h"
#include "engine/runtime/query/query_context.h"

#include <map>
#include <optional>
#include <vector>

namespace syncline::runtime {

/// The entities of a list's rows, as the projections have them; none: they do not have it yet.
using RowEntities = std::map<core::EntityId, std::optional<core::Entity>>;

/// Says in each row what its side's cells held before, from the same source whichever other rows there are: of a
/// decision by itself; of a captured change by its decision, and while it is undecided by the ledger; of a write by its
/// echo, and while it is out by the ledger; where no echo came, by what was last seen there before it. What cannot be
/// told yet marks its row as late. `watermark`: everything through it is in the entities.
[[nodiscard]] base::Result<void> fillBefore(QueryContext& context, core::Seq watermark, const RowEntities& entities,
                                            std::vector<EntryRow>& rows);

/// Of a row whose story was not read, or could not be: it is to be read again unless everything about it was there.
void noteUntold(EntryRow& row, core::Seq watermark);

}  // namespace syncline::runtime
