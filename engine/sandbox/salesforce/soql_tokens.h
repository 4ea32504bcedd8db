#pragma once

#include "engine/sandbox/salesforce/errors.h"

#include <string>
#include <string_view>
#include <vector>

namespace syncline::sandbox::salesforce::soql {

enum class TokenKind { Word, Text, Symbol, End };

struct Token {
    TokenKind kind = TokenKind::End;
    std::string text;  ///< Text: unescaped
};

/// The tokens of a query, closed by one of kind End. Refuses an unterminated text, an unknown escape and characters
/// that SOQL has no use for.
[[nodiscard]] Checked<std::vector<Token>> tokenize(std::string_view text);

[[nodiscard]] ApiError malformedQuery(std::string message);

}  // namespace syncline::sandbox::salesforce::soql
