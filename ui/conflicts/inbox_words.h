#pragma once

#include "ui/conflicts/inbox_question.h"
#include "ui/widgets/format.h"
#include "ui/widgets/state_page.h"

#include <QString>
#include <optional>
#include <set>
#include <vector>

namespace syncline::ui {

/// How many of them are not resolved.
[[nodiscard]] int openIn(const std::vector<ConflictRow>& conflicts);
[[nodiscard]] std::set<core::Seq> openAmong(const std::vector<ConflictRow>& conflicts);
/// "34 open, oldest 2 h 06 min", "the latest 200 resolutions"
[[nodiscard]] QString inboxFact(const std::vector<ConflictRow>& conflicts, InboxPart part, base::WallTime now);
/// What stands in the place of a conflict while none is chosen.
[[nodiscard]] StatePage::Content noneChosen();
/// What stands in the place of a list that has nothing, without its buttons.
[[nodiscard]] StatePage::Content emptyInbox(InboxPart part, const std::optional<ConflictRow>& lastSettled,
                                            const TimeFormat& times);

}  // namespace syncline::ui
