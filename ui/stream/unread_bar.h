#pragma once

#include "engine/base/error.h"
#include "ui/bridge/query.h"
#include "ui/widgets/failure_report.h"
#include "ui/widgets/state_page.h"

#include <QString>
#include <functional>
#include <optional>

namespace syncline::ui::stream {

/// What is said of entries that are in the journal and cannot be read; where not all of it was looked at, that there
/// may be more. Pure.
[[nodiscard]] StatePage::Content someUnreadable(const Unreadable& unreadable, bool isAllLookedAt);
/// The same where a whole question failed: which ones they are is not known.
[[nodiscard]] StatePage::Content someNotRead(const base::Error& error);

/// The bar above rows that are not all: what is missing, *Try again*, *Verify journal…*, and a report to hand on. On
/// the GUI thread; the bars outlive it.
class UnreadBar {
public:
    struct Actions {
        std::function<void()> tryAgain;
        std::function<void()> verify;
        std::function<void()> copied;  ///< the report lies in the clipboard
    };
    UnreadBar(BarStack& bars, Actions actions);

    /// What was said already stays, as of when it was said first.
    void tell(StatePage::Content content, const FailurePlace& place);
    /// Nothing is missing.
    void clear();

private:
    BarStack& m_bars;
    Actions m_actions;
    QString m_told;  ///< "": nothing
    QString m_report;
};

}  // namespace syncline::ui::stream
