#pragma once

#include "engine/core/filter.h"
#include "ui/widgets/cell.h"

#include <QString>
#include <vector>

namespace syncline::ui {

/// A part of a filter that is not set in the colour of text: operators muted, the two sides in theirs. In characters.
struct FilterWord {
    qsizetype start = 0;
    qsizetype length = 0;
    Tone tone = Tone::Muted;
    bool operator==(const FilterWord&) const = default;
};

/// For painting only: it does not know whether the text is a filter.
[[nodiscard]] std::vector<FilterWord> wordsOfFilter(const QString& text);

/// The word at a column of core::FilterMistake: from 1, in bytes of UTF-8. At least one character, and in the text as
/// long as there is one: at its end, the last word. A text from its quote on, with its quotes.
[[nodiscard]] FilterWord wordAt(const QString& text, std::size_t column);

/// The words that a mistake is about: the one at its column, or all of its length.
[[nodiscard]] FilterWord wordsOf(const QString& text, const core::FilterMistake& mistake);

}  // namespace syncline::ui
