#pragma once

#include "engine/base/clock.h"
#include "ui/widgets/format.h"

#include <QString>
#include <vector>

namespace syncline::ui {

/// Moments along a line of pixels. A plain value.
struct TimeAxis {
    base::WallTime from = {};
    base::WallTime to = {};  ///< later than `from`, else everything stands at `left`
    int left = 0;
    int right = 1;

    /// Not clamped: what lies before `from` is left of `left`, at most a few thousand pixels.
    [[nodiscard]] int x(base::WallTime time) const;
    /// Clamped to the axis.
    [[nodiscard]] base::WallTime at(int x) const;
};

struct AxisTick {
    base::WallTime at;
    QString label;
    bool operator==(const AxisTick&) const = default;
};

/// Round moments of the format's zone, at least `leastGap` pixels apart. Below a minute the first of each minute is
/// written whole, "10:41:30.000", and the others "31.500"; then "10:30", and "Tue 24 Nov" for days. Relative times are
/// written as local ones.
[[nodiscard]] std::vector<AxisTick> axisTicks(const TimeAxis& axis, const TimeFormat& format, int leastGap);

}  // namespace syncline::ui
