#pragma once

#include "engine/base/result.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace syncline::mapping {

using Sha256 = std::array<std::uint8_t, 32>;

/// By OpenSSL; fails, Internal, only where that has no memory or no SHA-256.
[[nodiscard]] base::Result<Sha256> sha256(std::string_view bytes);

/// Two small hexadecimal digits a byte.
[[nodiscard]] std::string hexadecimal(const std::uint8_t* bytes, std::size_t count);

}  // namespace syncline::mapping
