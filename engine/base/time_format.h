#pragma once

#include "engine/base/clock.h"
#include "engine/base/result.h"

#include <string>
#include <string_view>

namespace syncline::base {

/// ISO 8601 text in UTC with milliseconds, always 24 characters: "2026-11-24T16:00:00.000Z". A time outside the years
/// 0000 to 9999 is written as the nearest one inside.
[[nodiscard]] std::string formatIso8601(WallTime time);

/// Reads "2026-11-24T16:00:00", an optional fraction of one to nine digits (cut to milliseconds), and an offset, which
/// must be there: "Z", "+01:00" or "+0100". Nothing else is taken: no blanks, no small letters, no second 60, no hour
/// 24, no day that the month does not have, no result outside the years 0000 to 9999. The error is InvalidArgument.
[[nodiscard]] Result<WallTime> parseIso8601(std::string_view text);

}  // namespace syncline::base
