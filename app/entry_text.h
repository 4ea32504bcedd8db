#pragma once

#include "engine/core/entry.h"

#include <string>

namespace syncline::app {

/// An entry in one line for people: sequence, time, kind, side, what it says. `before`: the rules that a PolicyChanged
/// took the place of, whose differences it then tells; null: it is the first, or an entry of another kind.
[[nodiscard]] std::string lineOf(const core::Entry& entry, const std::string& title,
                                 const core::RuleSet* before = nullptr);

/// What it says alone.
[[nodiscard]] std::string wordsOf(const core::Entry& entry, const core::RuleSet* before = nullptr);

/// "∅" for a blank, else the text, in quotes where it has blanks, cut after 60 characters.
[[nodiscard]] std::string shown(const core::Value& value);

}  // namespace syncline::app
