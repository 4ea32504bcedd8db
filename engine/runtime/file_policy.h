#pragma once

#include "engine/core/apply.h"
#include "engine/core/rules.h"
#include "engine/mapping/workspace.h"

#include <optional>
#include <string>
#include <vector>

namespace syncline::runtime {

/// What the workspace's file brings about where the journal is at `state`, said in the log; nothing when it has taken
/// effect before. A sandbox's policy and that of real accounts are never the same. Where the journal's last policy from
/// a file was a sandbox's and this file is none, both directions observe, whatever was in force and whatever the file
/// says: the journal knows the sandbox's records, and real accounts are written to only when a person says so behind
/// that. A journal of real accounts in a sandbox keeps its modes.
[[nodiscard]] std::optional<core::PolicyChanged> adoptedPolicy(const core::WorkspaceState& state,
                                                               const mapping::Workspace& workspace);

/// The policy that a workspace file with `file` brings about where `inForce` is so far: the file's rules, also where a
/// person has changed one since, and the modes in force. That something may leave is a step that a person takes, not a
/// side effect of an edited rule; a workspace without a policy takes the file's modes.
[[nodiscard]] core::RuleSet policyFromFile(const core::RuleSet& inForce, core::RuleSet file);

/// "contact.phone": fields whose rule is another one, or that are mapped in one of both only, in order.
[[nodiscard]] std::vector<std::string> changedRules(const core::RuleSet& before, const core::RuleSet& after);

/// Says in the log what policyFromFile() has changed and what it has left.
void logFilePolicy(const core::RuleSet& inForce, const core::RuleSet& file);

}  // namespace syncline::runtime
