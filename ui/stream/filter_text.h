#pragma once

#include "ui/bridge/query.h"

#include <QString>
#include <optional>
#include <vector>

namespace syncline::ui::stream {

/// A text as the filter language takes it: a word as it is, anything else between quotes.
[[nodiscard]] QString filterValue(const QString& text);

/// What picks entries that say the same in that column (StreamColumn); none where the column says nothing that the
/// language can ask for. Pure.
[[nodiscard]] std::optional<QString> clauseOf(const EntryRow& row, int column);

/// The filter with one more condition; a filter that has an "||" outside of brackets gets brackets.
[[nodiscard]] QString withClause(const QString& filter, const QString& clause);
/// The filter without what the clause picks.
[[nodiscard]] QString withoutClause(const QString& filter, const QString& clause);

/// The conditions that stand between "&&" outside of brackets, as they are written; one when the filter is anything
/// else.
[[nodiscard]] std::vector<QString> conditionsOf(const QString& filter);

/// A filter that asks for a time, taken apart.
struct TimedFilter {
    QString time;  ///< "time > -1h"; several are joined by " && "
    QString rest;  ///< may be empty
    bool operator==(const TimedFilter&) const = default;
};
/// None when no condition of its own asks for a time.
[[nodiscard]] std::optional<TimedFilter> timeIn(const QString& filter);

/// What the strip beside the table marks (Trouble) are the problems that a person goes to; nothing else is one.
[[nodiscard]] bool isProblem(const core::Entry& entry);
/// The filter that takes all problems, of what `filter` takes. It takes each change of a connection's state, too: which
/// of them is a problem the language has no word for, and isProblem tells.
[[nodiscard]] QString problemsOf(const QString& filter);

}  // namespace syncline::ui::stream
