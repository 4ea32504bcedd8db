#pragma once

#include "engine/core/rules.h"

#include <string>

namespace syncline::app {

/// What another set of rules has changed: "contact.phone tolerance 500 ms → 2000 ms; to HubSpot observe → live". Each
/// field by its object and name, in the words of the workspace file; only what differs. "nothing" when nothing does.
[[nodiscard]] std::string changesOf(const core::RuleSet& before, const core::RuleSet& after);

}  // namespace syncline::app
