#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace syncline::sandbox::salesforce {

/// Takes both alphabets of RFC 4648, with or without padding. Nullopt for anything else.
[[nodiscard]] std::optional<std::string> decodeBase64(std::string_view text);

}  // namespace syncline::sandbox::salesforce
