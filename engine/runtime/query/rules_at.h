#pragma once

#include "engine/base/result.h"
#include "engine/runtime/query/query_context.h"

namespace syncline::runtime {

/// The rules that were in force behind an entry; those of the workspace file while no PolicyChanged came before it.
[[nodiscard]] base::Result<core::RuleSet> rulesAt(QueryContext& context, core::Seq at);

}  // namespace syncline::runtime
