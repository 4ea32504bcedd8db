#pragma once

#include "ui/bridge/query.h"
#include "ui/widgets/format.h"

#include <QString>
#include <vector>

class QGridLayout;

namespace syncline::ui {

class Theme;

/// One line of a rewind's review: what, how much, and what that means.
struct ReviewRow {
    QString label;
    QString number;
    QString sentence;

    bool operator==(const ReviewRow&) const = default;
};

/// "Entry 5 cannot be read: the stream stops before it, […] Verify the journal."; "" where all of the way can be read.
[[nodiscard]] QString unreadableWords(const RewindReview& review);

/// What a rewind would send again, in at most five lines.
[[nodiscard]] std::vector<ReviewRow> reviewRows(const RewindReview& review, const ConsumerRow& consumer,
                                                const TimeFormat& times);

/// Rows that the grid has stay and get their new words; none leaves it empty. The grid has nothing else.
void showReviewRows(const std::vector<ReviewRow>& rows, const Theme& theme, QGridLayout& grid);

}  // namespace syncline::ui
