#pragma once

#include "engine/base/clock.h"
#include "engine/http_server/http.h"

#include <string>
#include <string_view>
#include <vector>

namespace syncline::sandbox::hubspot {

/// SHA-256 of secret and body, in hex (HubSpot: validating requests, v1).
[[nodiscard]] std::string signatureV1(std::string_view secret, std::string_view body);
/// SHA-256 of secret, method, URI and body, in hex.
[[nodiscard]] std::string signatureV2(std::string_view secret, std::string_view method, std::string_view uri,
                                      std::string_view body);
/// HMAC-SHA256 of method, decoded URI, body and timestamp, in base64.
[[nodiscard]] std::string signatureV3(std::string_view secret, std::string_view method, std::string_view uri,
                                      std::string_view body, std::string_view timestamp);

/// The escapes that version 3 decodes before it signs; all others stay as they are.
[[nodiscard]] std::string decodeForSignature(std::string_view uri);

/// The headers of a webhook request: versions 1 and 3 side by side.
[[nodiscard]] std::vector<http_server::Header> signedHeaders(std::string_view secret, std::string_view uri,
                                                             std::string_view body, base::WallTime now);

}  // namespace syncline::sandbox::hubspot
