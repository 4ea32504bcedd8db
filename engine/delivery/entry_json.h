#pragma once

#include "engine/core/entry.h"

#include <string>
#include <string_view>

namespace syncline::delivery {

/// The body and head of an entry as JSON on one line, the one form for the command line, streams and export:
///     {"seq":7,"kind":"FieldsDecided","entity":3,"side":"hubspot","sourceTime":…,"captureTime":…,"cause":6,"body":{…}}
/// Keys in a fixed order, so that the same entry always gives the same bytes. What an entry does not have is left out;
/// times are ISO 8601 in UTC with milliseconds; durations are whole milliseconds and end in "Ms"; a value that is blank
/// is null; bytes that are no UTF-8 become U+FFFD. README.md has the fields of each kind.
[[nodiscard]] std::string entryJson(const core::Entry& entry);

/// The body alone.
[[nodiscard]] std::string bodyJson(const core::EntryBody& body);

/// A text between its quotes.
[[nodiscard]] std::string quotedJson(std::string_view text);

}  // namespace syncline::delivery
