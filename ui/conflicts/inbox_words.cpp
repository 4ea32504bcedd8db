#include "ui/conflicts/inbox_words.h"

#include <QCoreApplication>
#include <algorithm>

namespace syncline::ui {
namespace {

class InboxWords {
    Q_DECLARE_TR_FUNCTIONS(Inbox)
};

QString openFact(const std::vector<ConflictRow>& conflicts, base::WallTime now) {
    const int open = openIn(conflicts);
    if (open == 0)
        return InboxWords::tr("none open");
    base::WallTime oldest = now;
    for (const ConflictRow& one : conflicts)
        oldest = one.resolved ? oldest : std::min(oldest, one.openedAt);
    const auto age = std::chrono::duration_cast<std::chrono::milliseconds>(now - oldest);
    return InboxWords::tr("%n open, oldest %1", nullptr, open).arg(span(age));
}

/// With a blank behind it; empty while it is not known.
QString lastOne(const std::optional<ConflictRow>& settled, const TimeFormat& times) {
    if (!settled || !settled->resolution || !settled->resolvedAt)
        return {};
    const core::ConflictResolved& how = *settled->resolution;
    const QString when = times.moment(*settled->resolvedAt);
    if (how.byItself)
        return InboxWords::tr("The last one resolved itself at %1. ").arg(when);
    const QString who = how.who.empty() ? InboxWords::tr("somebody") : QString::fromStdString(how.who);
    return InboxWords::tr("The last one was settled at %1 by %2. ").arg(when, who);
}

}  // namespace

int openIn(const std::vector<ConflictRow>& conflicts) {
    return static_cast<int>(std::count_if(conflicts.begin(), conflicts.end(),
                                          [](const ConflictRow& one) { return !one.resolved.has_value(); }));
}

std::set<core::Seq> openAmong(const std::vector<ConflictRow>& conflicts) {
    std::set<core::Seq> open;
    for (const ConflictRow& one : conflicts) {
        if (!one.resolved)
            open.insert(one.conflict);
    }
    return open;
}

QString inboxFact(const std::vector<ConflictRow>& conflicts, InboxPart part, base::WallTime now) {
    const int resolved = static_cast<int>(conflicts.size()) - openIn(conflicts);
    const QString latest = resolved == 0 ? InboxWords::tr("no resolutions yet")
                                         : InboxWords::tr("the latest %n resolution(s)", nullptr, resolved);
    switch (part) {
        case InboxPart::Open:
            return openFact(conflicts, now);
        case InboxPart::Resolved:
            return latest;
        case InboxPart::All:
            break;
    }
    return openFact(conflicts, now) + QStringLiteral("; ") + latest;
}

StatePage::Content noneChosen() {
    StatePage::Content content;
    content.icon = Icon::Conflicts;
    content.statement = InboxWords::tr("Choose a conflict");
    content.sentence =
        InboxWords::tr("Both versions, where each came from and what would be written are shown before anything is.");
    return content;
}

StatePage::Content emptyInbox(InboxPart part, const std::optional<ConflictRow>& lastSettled, const TimeFormat& times) {
    StatePage::Content content;
    content.icon = Icon::Check;
    if (part == InboxPart::Resolved) {
        content.statement = InboxWords::tr("Nothing has been resolved yet");
        content.sentence = InboxWords::tr("What a person or a later change settles is listed here, and can be undone.");
        return content;
    }
    content.statement =
        part == InboxPart::Open ? InboxWords::tr("No open conflicts") : InboxWords::tr("There has been no conflict");
    content.sentence =
        lastOne(lastSettled, times) + InboxWords::tr("New ones appear here as soon as no rule can settle a change.");
    return content;
}

}  // namespace syncline::ui
