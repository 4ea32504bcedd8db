#pragma once

#include "ui/widgets/time_axis.h"
#include "ui/widgets/time_comparison.h"

#include <QPalette>
#include <QRect>
#include <vector>

class QPainter;

namespace syncline::ui {

class Theme;

/// The distance between the two times as far as it is known: from the end of the earlier to the beginning of the later.
struct TimeGap {
    core::Side later = core::Side::HubSpot;
    base::WallTime from;
    base::WallTime to;
};
/// None where one is missing or they overlap.
[[nodiscard]] std::optional<TimeGap> gapOf(const TimeComparison::Content& content);
/// What the diagram shows, in words.
[[nodiscard]] QString describe(const TimeComparison::Content& content);

/// The picture of a comparison, for one size: lays the axis out when made, then paints. A value for one paintEvent.
class TimeLanes {
public:
    TimeLanes(const TimeComparison::Content& content, const Theme& theme, const QPalette& palette, const QRect& rect);

    void paint(QPainter& painter);

private:
    struct Label {
        QString text;
        QPoint middle;
        bool isAbove = false;
        bool isTime = false;
    };
    [[nodiscard]] int laneY(core::Side side) const { return side == core::Side::Salesforce ? m_top : m_bottom; }
    [[nodiscard]] bool hasMiddle() const { return !m_content.marks.empty(); }
    [[nodiscard]] QString shortTime(base::WallTime time) const;
    /// From when on one side wins, for the diagram without our lane; "" where nothing can be said.
    [[nodiscard]] QString verdictBeside() const;
    void leaveRoomBeside(const QString& words);

    void paintWindow(QPainter& painter);
    void paintWindowWords(QPainter& painter, const QRect& window);
    void paintLanes(QPainter& painter);
    void paintAxis(QPainter& painter);
    void paintTime(QPainter& painter, core::Side side);
    void paintGap(QPainter& painter);
    void paintMarks(QPainter& painter);
    void paintSeen(QPainter& painter, const TimeComparison::Content::Mark& mark, core::Side side);
    [[nodiscard]] QPoint paintWrite(QPainter& painter, std::size_t index, const QPoint& from);
    /// Beside what is written already; left out where there is no room.
    void label(QPainter& painter, const Label& label);

    const TimeComparison::Content& m_content;
    const Theme& m_theme;
    QPalette m_palette;
    QRect m_rect;
    TimeAxis m_axis;
    int m_top = 0;
    int m_middle = 0;
    int m_bottom = 0;
    int m_axisY = 0;
    std::vector<QRect> m_taken;
};

}  // namespace syncline::ui
