#pragma once

#include "engine/core/filter_doubt.h"

#include <QString>
#include <vector>

namespace syncline::ui::stream {

/// What may stand at a place of a filter.
struct FilterChoice {
    QString text;
    QString meaning;

    bool operator==(const FilterChoice&) const = default;
};
/// In characters: what is replaced by the choice that is taken.
struct FilterChoices {
    qsizetype start = 0;
    qsizetype length = 0;
    std::vector<FilterChoice> choices;

    bool operator==(const FilterChoices&) const = default;
};
/// Names, operators, values or what joins conditions, by what stands before the cursor; those that begin with (else
/// contain) what is typed there already. Empty when what is typed is whole. Pure.
[[nodiscard]] FilterChoices filterChoicesAt(const QString& text, qsizetype cursor, const core::FilterWords& words);

}  // namespace syncline::ui::stream
