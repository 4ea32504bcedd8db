#pragma once

#include <string>
#include <string_view>

namespace syncline::mapping {

/// Text in UTF-8 by Unicode's rules; what is not UTF-8 is kept byte by byte. All pure, for any thread; ICU inside.

/// The bytes at the text's begin that are UTF-8: all of them when it is.
[[nodiscard]] std::size_t utf8Length(std::string_view text);

/// Without the white space (Unicode's property White_Space) at both ends; a part of the text given.
[[nodiscard]] std::string_view withoutOuterSpace(std::string_view text);

/// Without outer white space, in normalization form C, with LF for CRLF.
[[nodiscard]] std::string normalText(std::string_view text);

/// Canonical caseless form (Unicode 15, D145): normalText after full case folding, so that STRASSE and straße are one.
[[nodiscard]] std::string foldedText(std::string_view text);

/// The digits of a telephone number in ASCII, "+1 (555) 010-2000 ext. 12" as "15550102000x12"; empty for a text with
/// other letters or without digits, which is no number that can be dialled.
[[nodiscard]] std::string phoneDigits(std::string_view text);

}  // namespace syncline::mapping
