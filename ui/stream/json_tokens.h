#pragma once

#include <QString>
#include <optional>
#include <vector>

namespace syncline::ui::stream {

/// A piece of JSON as it is written: nothing of it is converted, so that a number of twenty digits stays one.
struct JsonToken {
    enum class Kind { Open, Close, Colon, Comma, Text, Literal } kind = Kind::Literal;
    qsizetype start = 0;
    qsizetype length = 0;

    bool operator==(const JsonToken&) const = default;
};
/// None when some piece is not one of JSON's.
[[nodiscard]] std::optional<std::vector<JsonToken>> jsonTokens(const QString& text);

}  // namespace syncline::ui::stream
