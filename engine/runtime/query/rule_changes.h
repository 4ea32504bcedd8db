#pragma once

#include "engine/core/rules.h"
#include "engine/runtime/query/entry_queries.h"

#include <vector>

namespace syncline::runtime {

/// What another set of rules has changed: each field by its object and name, in their order, with the parameters that
/// differ in the words of the workspace file; then the directions. Only what differs. Pure.
[[nodiscard]] std::vector<RuleChange> changesOf(const core::RuleSet& before, const core::RuleSet& after);

}  // namespace syncline::runtime
