#include "ui/widgets/time_line.h"

#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"

#include <QCoreApplication>
#include <QPainter>
#include <algorithm>

namespace syncline::ui {

namespace {

class TimeLineWords {
    Q_DECLARE_TR_FUNCTIONS(TimeLineWords)
};

constexpr int kSpanHeight = 14;
constexpr int kLeastSpan = 3;
constexpr int kLabelGap = 6;
constexpr qreal kDiamondWidth = 6;
constexpr qreal kDiamondHeight = 9;

void paintTicks(QPainter& painter, const QRect& rect, const TimeLineFrame& frame, const Theme& theme) {
    for (const auto& tick : frame.ticks)
        painter.fillRect(QRect(frame.axis.x(tick.at), rect.top(), 1, rect.height()), theme.colors().hair);
}

void paintMoments(QPainter& painter, const QRect& rect, const TimeLineFrame& frame, const Theme& theme) {
    const Colors& colors = theme.colors();
    if (frame.limit) {
        const int x = frame.axis.x(*frame.limit);
        painter.setPen(QPen(colors.ours.mark, 1, Qt::DashLine));
        painter.drawLine(x, rect.top(), x, rect.bottom());
    }
    if (frame.now)
        painter.fillRect(QRect(frame.axis.x(*frame.now), rect.top(), 1, rect.height()), colors.ink);
}

void paintSpan(QPainter& painter, const QRect& rect, const TimeLineFrame& frame, const TimeLineRow::Span& span,
               const Theme& theme) {
    const Colors& colors = theme.colors();
    const Tint& tint = span.side ? colors.side(*span.side) : colors.ours;
    const int height = theme.scaled(kSpanHeight);
    const int left = frame.axis.x(span.from);
    QRect bar(left, 0, std::max(kLeastSpan, frame.axis.x(span.to) - left), height);
    bar.moveTop(rect.center().y() - height / 2);
    drawPanel(painter, bar, tint.fill, span.done ? tint.mark : tint.line, {1, 0});
    if (span.done) {
        const QRect inside = bar.adjusted(2, 2, -2, -2);
        const auto done = static_cast<int>(inside.width() * std::clamp(*span.done, 0.0, 1.0));
        painter.fillRect(QRect(inside.left(), inside.top(), done, inside.height()), tint.mark);
    }
    painter.setFont(theme.font(Face::Axis));
    painter.setPen(tint.text);
    const int gap = theme.scaled(kLabelGap);
    const int wanted = painter.fontMetrics().horizontalAdvance(span.label) + 2 * gap;
    QRect label = bar.intersected(rect).adjusted(gap, 0, 0, 0);
    if (span.done || wanted > bar.width())
        label = QRect(bar.right() + gap, rect.top(), std::max(0, rect.right() - bar.right() - gap), rect.height());
    painter.drawText(label, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(span.label, Qt::ElideRight, label.width()));
}

}  // namespace

void drawOffset(QPainter& painter, const QPoint& middle, std::optional<core::Side> side, const Theme& theme) {
    const Colors& colors = theme.colors();
    const double scale = theme.textScale();
    const QPointF at(middle);
    const QPolygonF diamond({at + QPointF(0, -kDiamondHeight * scale), at + QPointF(kDiamondWidth * scale, 0),
                             at + QPointF(0, kDiamondHeight * scale), at + QPointF(-kDiamondWidth * scale, 0)});
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(side ? QPen(Qt::NoPen) : QPen(colors.ours.mark, 1.5));
    painter.setBrush(side ? colors.side(*side).mark : theme.paletteOf(theme.brightness()).color(QPalette::Base));
    painter.drawPolygon(diamond);
    painter.restore();
}

void paintTimeLine(QPainter& painter, const QRect& rect, const TimeLineFrame& frame, const TimeLineRow& row,
                   const Theme& theme) {
    painter.save();
    painter.setClipRect(rect, Qt::IntersectClip);
    paintTicks(painter, rect, frame, theme);
    for (const auto& span : row.spans)
        paintSpan(painter, rect, frame, span, theme);
    paintMoments(painter, rect, frame, theme);
    for (const auto& offset : row.offsets)
        drawOffset(painter, QPoint(frame.axis.x(offset.at), rect.center().y()), offset.side, theme);
    painter.restore();
}

void paintTimeLineHeader(QPainter& painter, const QRect& rect, const TimeLineFrame& frame, const Theme& theme) {
    painter.save();
    painter.setClipRect(rect, Qt::IntersectClip);
    paintTicks(painter, rect, frame, theme);
    paintMoments(painter, rect, frame, theme);
    const int gap = theme.scaled(kLabelGap) - 2;
    const int height = theme.scaled(14);
    const QRect row(rect.left(), rect.bottom() - height - 2, rect.width(), height);
    int end = rect.right();
    if (frame.now) {
        painter.setFont(theme.font(Face::AxisStrong));
        painter.setPen(theme.colors().ink);
        const int x = frame.axis.x(*frame.now);
        painter.drawText(QRect(x + gap, row.top(), rect.right() - x - gap, height), Qt::AlignLeft | Qt::AlignVCenter,
                         TimeLineWords::tr("now"));
        end = x;
    }
    painter.setFont(theme.font(Face::Axis));
    painter.setPen(theme.colors().muted);
    for (const auto& tick : frame.ticks) {
        const QRect label(frame.axis.x(tick.at) + gap, row.top(), painter.fontMetrics().horizontalAdvance(tick.label),
                          height);
        if (label.right() < end)
            painter.drawText(label, Qt::AlignLeft | Qt::AlignVCenter, tick.label);
    }
    painter.restore();
}

}  // namespace syncline::ui
