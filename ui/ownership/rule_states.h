#pragma once

#include "ui/widgets/failure_report.h"
#include "ui/widgets/state_page.h"

#include <functional>

namespace syncline::base {
struct Error;
}

namespace syncline::ui {

/// What a person can do where the rules are not read.
struct UnreadActions {
    std::function<void()> tryAgain;
    std::function<void()> verify;  ///< the journal
};

/// What the view says where it has no rule to show.
[[nodiscard]] StatePage::Content rulesUnread(const base::Error& error, const FailurePlace& place,
                                             UnreadActions actions);
[[nodiscard]] StatePage::Content noFieldMapped();
[[nodiscard]] StatePage::Content noFieldMatches(std::function<void()> clearFilter);

}  // namespace syncline::ui
