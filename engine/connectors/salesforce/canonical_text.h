#pragma once

#include "engine/mapping/workspace.h"

#include <optional>
#include <string>
#include <string_view>

namespace syncline::connectors::salesforce {

/// A JSON number with the digits that it is written with, but without an exponent: "1.25E4" is "12500". What is no
/// number, or has an exponent beyond 400, is left as it is.
[[nodiscard]] std::string plainNumber(std::string_view number);

/// True for what JSON takes as a number.
[[nodiscard]] bool isNumber(std::string_view text);

/// A text of the API in its canonical form (SideField): trimmed, blank is none; an instant ends in ".000Z" whether it
/// came as "+0000", "Z" or without milliseconds; several choices are sorted.
[[nodiscard]] std::optional<std::string> canonicalText(std::string_view text, mapping::Comparison comparison);

/// The part of a text without white space at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// With ASCII's capital letters made small.
[[nodiscard]] std::string lowerCase(std::string_view text);

}  // namespace syncline::connectors::salesforce
