#pragma once

#include "engine/base/clock.h"

#include <optional>
#include <string>
#include <string_view>

namespace syncline::sandbox::salesforce {

/// "2026-11-24T16:00:00.000+0000", as the REST API writes date-times (Salesforce: REST API guide, valid date formats).
[[nodiscard]] std::string restDateTime(base::WallTime time);
/// The same from the model's text "2026-11-24T16:00:00.000Z".
[[nodiscard]] std::string restDateTime(std::string_view canonical);

/// "Tue, 24 Nov 2026 16:00:00 GMT"; whole seconds.
[[nodiscard]] std::string httpDate(base::WallTime time);
[[nodiscard]] std::optional<base::WallTime> parseHttpDate(std::string_view text);

[[nodiscard]] base::WallTime wholeSeconds(base::WallTime time);
[[nodiscard]] base::WallTime wholeMinutes(base::WallTime time);

}  // namespace syncline::sandbox::salesforce
