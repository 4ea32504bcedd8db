#pragma once

#include "engine/base/error.h"
#include "ui/bridge/query.h"
#include "ui/stream/filter_text.h"
#include "ui/stream/matching_source.h"
#include "ui/widgets/failure_report.h"
#include "ui/widgets/format.h"
#include "ui/widgets/state_page.h"

#include <functional>
#include <optional>

namespace syncline::ui::stream {

/// What the stream says in place of rows, and below them (look.md, States). Pure.

[[nodiscard]] StatePage::Content noEntriesYet();

/// What the filter would take without its time.
struct WithoutTime {
    std::size_t found = 0;
    bool isWhole = false;  ///< the whole journal was searched for them
    std::optional<base::WallTime> latest;
};
struct NothingMatches {
    std::optional<TimedFilter> timed;
    std::optional<WithoutTime> without;  ///< once it is known
    std::function<void()> removeTime;
    std::function<void()> clearFilter;
};
[[nodiscard]] StatePage::Content nothingMatches(const NothingMatches& with, const TimeFormat& times);

/// What a person can do where the journal is not read.
struct CannotRead {
    FailurePlace place;
    std::function<void()> tryAgain;
    std::function<void()> verify;
};
[[nodiscard]] StatePage::Content cannotRead(const base::Error& error, CannotRead with);
/// The error's own hint, or what fits its code.
[[nodiscard]] QString adviceFor(const base::Error& error);

/// `isAll`: none was passed by that cannot be read.
[[nodiscard]] QString noProblemWords(bool upwards, bool isAll);

/// "searched back to 4,102,338, 10:12:00.113"; "" when all of it was.
[[nodiscard]] QString searchNote(const MatchingSource::Progress& progress, const TimeFormat& times);
/// A side does not answer.
[[nodiscard]] bool isAnySideGone(const Snapshot& snapshot);
/// "HubSpot as of 10:31:07.204, Salesforce live"; "" while both are connected.
[[nodiscard]] QString connectionNote(const Snapshot& snapshot, const TimeFormat& times);

}  // namespace syncline::ui::stream
