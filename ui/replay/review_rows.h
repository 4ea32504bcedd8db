#pragma once

#include "ui/bridge/query.h"
#include "ui/widgets/format.h"

#include <QString>
#include <vector>

namespace syncline::ui {

/// One line of a rewind's review: what, how much, and what that means.
struct ReviewRow {
    QString label;
    QString number;
    QString sentence;

    bool operator==(const ReviewRow&) const = default;
};

/// What a rewind would send again, in at most five lines.
[[nodiscard]] std::vector<ReviewRow> reviewRows(const RewindReview& review, const ConsumerRow& consumer,
                                                const TimeFormat& times);

}  // namespace syncline::ui
