#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace syncline::sandbox::salesforce {

/// A unified diff from one long text to another, "--- \n+++ <SHA-256 of the new text>\n@@ …", when the platform would
/// send one: 1,000 characters and more, smaller than the text itself, the length changed by at most half, at most a
/// quarter of the lines touched (Salesforce: Change Data Capture guide, sending data differences for large text
/// fields). Nullopt otherwise.
[[nodiscard]] std::optional<std::string> worthwhileDiff(std::string_view before, std::string_view after);

}  // namespace syncline::sandbox::salesforce
