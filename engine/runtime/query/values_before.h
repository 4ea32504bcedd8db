#pragma once

#include "engine/base/result.h"
#include "engine/runtime/query/query_context.h"

#include <map>
#include <optional>
#include <vector>

namespace syncline::runtime {

/// The entities of a list's rows, as the projections have them; none: they do not have it yet.
using RowEntities = std::map<core::EntityId, std::optional<core::Entity>>;

/// Says in each row what its side's cells held before, where that is cheaply known: of a decision by itself; of a
/// captured change by its decision, which is looked for in the rows and closely behind the change, and while it is
/// undecided by the ledger; of a write by its echo among the rows, and while it is out by the ledger.
[[nodiscard]] base::Result<void> fillBefore(QueryContext& context, const RowEntities& entities,
                                            std::vector<EntryRow>& rows);

}  // namespace syncline::runtime
