#pragma once

#include "ui/widgets/state_page.h"

#include <QString>
#include <functional>

namespace syncline::ui {

/// Where something failed, for a report that leaves the machine.
struct FailurePlace {
    QString workspace;
    QString moment;  ///< with its day: TimeFormat::whole()
};

/// "Syncline 1.0.0, workspace Acme, 24 Nov 2026 10:41:31.604 UTC+1": the last line of a report.
[[nodiscard]] QString reportSource(const FailurePlace& place);

/// What every failed state that is about the journal offers besides its own *Try again* (look.md, States): adds *Verify
/// journal…* behind the actions that are there, and lets *Copy report* say when and where it was, and in which version.
/// `verify` asks the shell, by Navigator::verifyJournal().
void addFailureActions(StatePage::Content& content, const FailurePlace& place, std::function<void()> verify);

}  // namespace syncline::ui
