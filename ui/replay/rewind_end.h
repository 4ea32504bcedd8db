#pragma once

#include "ui/replay/resent_count.h"

#include <QString>

namespace syncline::ui {

/// What a rewind came to, in words.
struct RewindEnd {
    QString statement;  ///< "148 entries sent again, 21 new since then"
    QString sentence;   ///< of which entries that is; data between backticks
};

/// Of one that was not cancelled.
[[nodiscard]] RewindEnd endOf(const RunningRewind& what, const ResentCount::Answer& counts);

}  // namespace syncline::ui
