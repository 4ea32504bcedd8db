#pragma once

#include "engine/base/result.h"
#include "engine/sqlite/statement.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace syncline::journal {

/// Bytes for a BLOB column, which must outlive the binding.
[[nodiscard]] inline sqlite::BlobView asBlob(std::string_view bytes) {
    return std::as_bytes(std::span(bytes.data(), bytes.size()));
}

template <std::size_t Size>
[[nodiscard]] sqlite::BlobView asBlob(const std::array<std::uint8_t, Size>& bytes) {
    return std::as_bytes(std::span(bytes));
}

/// Good as long as the column is.
[[nodiscard]] inline std::string_view asView(sqlite::BlobView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// A column of fixed length; another length is Corrupt.
template <std::size_t Size>
[[nodiscard]] base::Result<std::array<std::uint8_t, Size>> fixedBytes(sqlite::BlobView bytes) {
    if (bytes.size() != Size)
        return base::Error{base::ErrorCode::Corrupt,
                           "read bytes",
                           {},
                           std::to_string(bytes.size()) + " bytes where " + std::to_string(Size) + " belong",
                           {}};
    std::array<std::uint8_t, Size> fixed{};
    std::transform(bytes.begin(), bytes.end(), fixed.begin(),
                   [](std::byte byte) { return static_cast<std::uint8_t>(byte); });
    return fixed;
}

}  // namespace syncline::journal
