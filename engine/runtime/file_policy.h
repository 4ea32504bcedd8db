#pragma once

#include "engine/core/rules.h"

#include <string>
#include <vector>

namespace syncline::runtime {

/// The policy that a workspace file with `file` brings about where `inForce` is so far: the file's rules, also where a
/// person has changed one since, and the modes in force. That something may leave is a step that a person takes, not a
/// side effect of an edited rule; a workspace without a policy takes the file's modes.
[[nodiscard]] core::RuleSet policyFromFile(const core::RuleSet& inForce, core::RuleSet file);

/// "contact.phone": fields whose rule is another one, or that are mapped in one of both only, in order.
[[nodiscard]] std::vector<std::string> changedRules(const core::RuleSet& before, const core::RuleSet& after);

/// Says in the log what policyFromFile() has changed and what it has left.
void logFilePolicy(const core::RuleSet& inForce, const core::RuleSet& file);

}  // namespace syncline::runtime
