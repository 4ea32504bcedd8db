#pragma once

#include "engine/base/result.h"
#include "engine/runtime/query/query_context.h"
#include "engine/runtime/query/record_queries.h"

namespace syncline::runtime {

/// By field and side, as RecordState::brought.
using BroughtByField = decltype(RecordState::brought);

/// What brought the values that a record's sides hold, looked for in its entries from the newest on backwards. The last
/// record's answer is kept while no entry of it has come. One thread at a time; of one journal only.
class BroughtBook {
public:
    /// `entity` as it was behind `asOf`. Where its entries cannot be read, no more than was found until then.
    /// Cancelled: by the one who asked.
    [[nodiscard]] base::Result<BroughtByField> find(QueryContext& context, const core::Entity& entity, core::Seq asOf);

private:
    core::EntityId m_entity;
    core::Seq m_lastEntry;
    BroughtByField m_brought;
};

}  // namespace syncline::runtime
