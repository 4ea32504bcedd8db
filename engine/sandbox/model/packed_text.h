#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace syncline::sandbox::model {

/// The text compressed with zlib at its fastest: JSON and records come to about a tenth. The same text always gives the
/// same bytes; they are no text themselves.
[[nodiscard]] std::string packedText(std::string_view text);
/// The text of packedText's bytes; nullopt when these are none.
[[nodiscard]] std::optional<std::string> unpackedText(std::string_view bytes);

}  // namespace syncline::sandbox::model
