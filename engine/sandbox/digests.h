#pragma once

#include <string>
#include <string_view>

namespace syncline::sandbox {

/// Lower-case hex of SHA-256.
[[nodiscard]] std::string sha256Hex(std::string_view text);
/// HMAC-SHA256 as lower-case hex, and as base64.
[[nodiscard]] std::string hmacSha256Hex(std::string_view key, std::string_view text);
[[nodiscard]] std::string hmacSha256Base64(std::string_view key, std::string_view text);
/// SHA-256 in the URL-safe base64 without padding of PKCE's S256 (RFC 7636, 4.2).
[[nodiscard]] std::string sha256Base64Url(std::string_view text);
/// Without telling by its time where two texts differ.
[[nodiscard]] bool equalInConstantTime(std::string_view a, std::string_view b);

}  // namespace syncline::sandbox
