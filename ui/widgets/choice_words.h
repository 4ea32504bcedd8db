#pragma once

#include "engine/core/entry.h"

#include <QString>
#include <optional>

namespace syncline::ui {

/// How a conflict was settled, for lists and sentences.
struct ChoiceInShort {
    std::optional<core::Side> side;  ///< whose value was taken; none: an own value
    QString value;
    QString who;  ///< empty: nobody, or it is not known
};
[[nodiscard]] ChoiceInShort choiceOf(const core::ConflictResolved& resolution);

/// "took Salesforce’s value `SVP`", "gave the own value `SVP & Data`"; the person stands before it. The value is
/// between backticks.
[[nodiscard]] QString choiceInWords(const core::ConflictResolved& resolution);

/// The person at the beginning of a sentence: "Somebody" where the name is not known.
[[nodiscard]] QString personInWords(const std::string& who);

}  // namespace syncline::ui
