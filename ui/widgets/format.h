#pragma once

#include "engine/base/clock.h"
#include "engine/core/entry.h"
#include "engine/core/version.h"

#include <QString>
#include <QTimeZone>
#include <chrono>
#include <optional>

namespace syncline::ui {

enum class TimeStyle { Local, Utc, Relative };

/// How times are written, chosen once for the whole console. A value.
struct TimeFormat {
    TimeStyle style = TimeStyle::Local;
    QTimeZone zone = QTimeZone::systemTimeZone();
    base::WallTime now;

    /// "10:41:31.604" today, "3 Nov 09:02:18.560" this year, with the year before; relative: "47 s ago".
    [[nodiscard]] QString moment(base::WallTime time) const;
    /// The same without milliseconds, for sources that give none.
    [[nodiscard]] QString second(base::WallTime time) const;
    /// "10:41:31" where the source gives whole seconds, "10:41:31.604" for a point, "before 10:41:31.604" when only
    /// the end is known.
    [[nodiscard]] QString source(const core::SourceTime& time) const;
    /// "10:41:30.000 – .644"
    [[nodiscard]] QString interval(const core::SourceTime& time) const;
    /// Always with day, for tooltips: "24 Nov 2026 10:41:31.604 UTC+1".
    [[nodiscard]] QString whole(base::WallTime time) const;
};

/// "4,718,913"
[[nodiscard]] QString counted(std::int64_t number);
[[nodiscard]] inline QString sequence(core::Seq seq) {
    return counted(seq.value());
}
/// "337 ms", "1.1 s", "47 s", "21 min", "2 h 06 min", "3 days"
[[nodiscard]] QString span(std::chrono::milliseconds time);
/// Bytes: "612 bytes", "14 KiB"
[[nodiscard]] QString bytes(std::int64_t count);
/// "62 %": downwards, so that nothing that still runs is called whole. A share outside 0 to 1 is taken as the nearest.
[[nodiscard]] QString percent(double share);
/// ∅ for a blank, the text with leading and trailing spaces as ·, line breaks as ↵.
[[nodiscard]] QString shownValue(const core::Value& value);
/// "Salesforce", "HubSpot"
[[nodiscard]] QString sideName(core::Side side);
/// "job title" is not made of job_title: fields stay as they are. "contact" → "Contact".
[[nodiscard]] QString objectName(const std::string& object);
/// "LWW 500 ms, tie S", "Owner HS, revert", "LWW 500 ms, review", "Review"
[[nodiscard]] QString ruleInShort(const core::FieldRule& rule);
/// For a narrow column: "LWW 500 ms", "Owner HS", "Review"
[[nodiscard]] QString ruleTag(const core::FieldRule& rule);
/// "Jane", "Syncline", "Flow", "an automation" where only the kind is known, "" where nobody is named
[[nodiscard]] QString writerName(const core::Writer& writer);

}  // namespace syncline::ui
