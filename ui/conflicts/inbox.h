#pragma once

#include "ui/bridge/query.h"
#include "ui/widgets/icon.h"

#include <QString>
#include <optional>
#include <vector>

namespace syncline::ui {

enum class InboxOrder { ByCause, ByAge };

/// A line of the inbox: the title of a group, or one conflict.
struct InboxLine {
    std::optional<std::size_t> conflict;  ///< an index; none: a group
    QString cause;                        ///< of a group
    QString field;
    Icon icon = Icon::None;
    int count = 0;
    base::WallTime since;  ///< the oldest of the group, or when it was opened

    bool operator==(const InboxLine&) const = default;
};

/// None is among none.
[[nodiscard]] bool isAmong(const std::vector<ConflictRow>& conflicts, std::optional<core::Seq> wanted);
/// What is listed, as it is by now. One that is not among the latest stays as it was.
[[nodiscard]] std::vector<ConflictRow> renewed(std::vector<ConflictRow> listed, const std::vector<ConflictRow>& latest);

/// Groups of the same field and cause, the one with the oldest conflict first; within a group the newest first. What a
/// person filters by is looked for in title, company, field and values, without case.
[[nodiscard]] std::vector<InboxLine> inboxLines(const std::vector<ConflictRow>& conflicts, InboxOrder order,
                                                const QString& filter);

}  // namespace syncline::ui
