#pragma once

#include "engine/base/result.h"
#include "engine/core/ids.h"
#include "engine/journal/fold_state.h"
#include "engine/journal/projected_entity.h"
#include "engine/sqlite/connection.h"

#include <map>
#include <set>
#include <utility>

namespace syncline::journal {

/// What one step has made of the entities that it touched, as they were and as they are.
struct ProjectedStep {
    std::map<core::EntityId, ProjectedEntity> before;  ///< those that were there
    std::map<core::EntityId, ProjectedEntity> after;
    std::map<core::RecordKey, core::EntityId> links;
    std::set<std::pair<core::EntityId, core::Seq>> entries;
    Counts counts;
};

/// Writes the differences into projections.db, table by table in order of key: random pages are what writing costs.
/// To be called inside a transaction.
[[nodiscard]] base::Result<void> writeStep(sqlite::Connection& connection, const ProjectedStep& step);

}  // namespace syncline::journal
