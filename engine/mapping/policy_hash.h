#pragma once

#include "engine/base/result.h"
#include "engine/core/rules.h"

#include <string>

namespace syncline::mapping {

/// The rules and modes as text, one line each, in order of names: what is equal to the core's decisions is equal here,
/// however the file says it. The version is no part of it.
[[nodiscard]] std::string canonicalPolicy(const core::RuleSet& rules);

/// The SHA-256 of canonicalPolicy(), 64 hexadecimal digits. Internal where it cannot be had.
[[nodiscard]] base::Result<std::string> policyHash(const core::RuleSet& rules);

}  // namespace syncline::mapping
