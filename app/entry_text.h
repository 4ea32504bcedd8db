#pragma once

#include "engine/core/entry.h"

#include <string>

namespace syncline::app {

/// An entry in one line for people: sequence, time, kind, side, what it says.
[[nodiscard]] std::string lineOf(const core::Entry& entry, const std::string& title);

/// What it says alone.
[[nodiscard]] std::string wordsOf(const core::Entry& entry);

/// "∅" for a blank, else the text, in quotes where it has blanks, cut after 60 characters.
[[nodiscard]] std::string shown(const core::Value& value);

}  // namespace syncline::app
