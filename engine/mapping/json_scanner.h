#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::mapping {

/// A place in a text: lines and columns count from 1, columns in characters, as editors show them.
struct TextPlace {
    std::size_t line = 1;
    std::size_t column = 1;

    bool operator==(const TextPlace&) const = default;
};

/// The place of a byte.
[[nodiscard]] TextPlace placeOf(std::string_view text, std::size_t offset);

/// Where a text stops being JSON.
struct SyntaxMistake {
    TextPlace place;
    std::string message;  ///< what was expected, and what is there

    bool operator==(const SyntaxMistake&) const = default;
};

/// Where the values of a JSON text stand, which no parser of ours tells. Names that are used twice in one object, of
/// which a parser keeps one in silence, are listed.
struct JsonOutline {
    struct Spot {
        std::size_t line = 1;
        std::size_t offset = 0;  ///< in bytes
    };
    struct Repeated {
        std::string pointer;
        std::size_t line = 1;
        std::size_t firstLine = 1;
    };

    /// By JSON pointer (RFC 6901): where a member's name, or an element, begins.
    std::map<std::string, Spot, std::less<>> spots;
    std::vector<Repeated> repeated;
    std::optional<SyntaxMistake> mistake;  ///< the outline ends there
};

/// Reads a whole text by the grammar of RFC 8259; nested at most 32 deep. Pure.
[[nodiscard]] JsonOutline outlineOf(std::string_view text);

/// One step of a JSON pointer, escaped, with its slash.
[[nodiscard]] std::string pointerStep(std::string_view name);

}  // namespace syncline::mapping
