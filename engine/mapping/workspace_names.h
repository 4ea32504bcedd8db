#pragma once

#include "engine/mapping/workspace.h"

#include <optional>
#include <string_view>

namespace syncline::mapping {

/// The words of workspace.json and of the canonical form of rules, both ways.
[[nodiscard]] std::optional<Comparison> comparisonNamed(std::string_view text);
[[nodiscard]] std::optional<core::OnRefused> onRefusedNamed(std::string_view text);
[[nodiscard]] std::optional<core::TieBreak> preferenceNamed(std::string_view text);
[[nodiscard]] std::optional<core::Mode> modeNamed(std::string_view text);

[[nodiscard]] std::string_view wordFor(core::OnRefused value);
[[nodiscard]] std::string_view wordFor(core::TieBreak value);
[[nodiscard]] std::string_view wordFor(core::Mode value);

}  // namespace syncline::mapping
