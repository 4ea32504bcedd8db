#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace syncline::connectors::hubspot {

/// What a property holds, as far as its text is concerned.
enum class PropertyKind : std::uint8_t {
    Text,
    Number,
    Boolean,
    Date,     ///< 2026-11-23, or milliseconds at midnight UTC
    Instant,  ///< ISO 8601, or milliseconds
    Options,  ///< several choices joined by ";", whose order HubSpot does not keep
};

/// The canonical text (source_change.h, SideField) of a value as HubSpot wrote it; null, "" and white space are none.
/// Text that is not what its kind says stays as it is, trimmed.
[[nodiscard]] std::optional<std::string> canonicalText(PropertyKind kind, std::optional<std::string_view> wire);

/// What to write for a canonical text: "" clears (null is not documented). A date for an instant is its midnight in
/// UTC, an instant for a date its day in UTC.
[[nodiscard]] std::string wireText(PropertyKind kind, const std::optional<std::string>& canonical);

/// Without white space at its ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);
/// With ASCII letters in lower case, trimmed: how values that were looked up are recognised.
[[nodiscard]] std::string foldedText(std::string_view text);

}  // namespace syncline::connectors::hubspot
