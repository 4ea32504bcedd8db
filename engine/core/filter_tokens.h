#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::core {

/// A piece of a filter's text. `Symbol`: an operator, a bracket or a comma. `Mistake`: no piece of a filter begins
/// here; its text says why, and nothing follows it.
struct FilterToken {
    enum class Kind : std::uint8_t { Word, Text, Symbol, Mistake, End };

    Kind kind = Kind::End;
    std::string text;        ///< of a Text what stands between the quotes, without its escapes
    std::size_t column = 1;  ///< of its first byte, from 1

    [[nodiscard]] bool is(std::string_view symbol) const { return kind == Kind::Symbol && text == symbol; }
};

/// The text's pieces, the last of which is a Mistake or the End.
[[nodiscard]] std::vector<FilterToken> filterTokens(std::string_view text);

}  // namespace syncline::core
