#pragma once

#include "engine/core/side.h"
#include "ui/widgets/time_axis.h"

#include <QRect>
#include <optional>
#include <vector>

class QPainter;

namespace syncline::ui {

class Theme;

/// What all rows of a time line have in common.
struct TimeLineFrame {
    TimeAxis axis;
    std::vector<AxisTick> ticks;          ///< thin lines; their labels stand in the header
    std::optional<base::WallTime> limit;  ///< dashed: before it a source has forgotten
    std::optional<base::WallTime> now;
};

/// A row of a time line: stretches below, offsets above them.
struct TimeLineRow {
    struct Span {
        base::WallTime from;
        base::WallTime to;
        std::optional<core::Side> side;  ///< none: ours
        QString label;                   ///< within, else at its right
        std::optional<double> done;      ///< of a running replay: the part that is filled
    };
    struct Offset {
        base::WallTime at;
        std::optional<core::Side> side;  ///< filled in its mark; none: open
    };
    std::vector<Span> spans;
    std::vector<Offset> offsets;
};

/// Nothing is painted outside `rect`. The axis is in the painter's coordinates.
void paintTimeLine(QPainter& painter, const QRect& rect, const TimeLineFrame& frame, const TimeLineRow& row,
                   const Theme& theme);
/// Ticks with their labels at the bottom, and where now is.
void paintTimeLineHeader(QPainter& painter, const QRect& rect, const TimeLineFrame& frame, const Theme& theme);
/// An offset: filled where a side is given, else open.
void drawOffset(QPainter& painter, const QPoint& middle, std::optional<core::Side> side, const Theme& theme);

}  // namespace syncline::ui
