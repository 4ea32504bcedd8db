#include "ui/widgets/cell_figures.h"

#include "ui/widgets/format.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>

namespace syncline::ui {

namespace {

constexpr int kSharesWidth = 56;
constexpr int kLeastShares = 16;  ///< of a bar that gives way to long counts
constexpr int kBarHeight = 8;
constexpr int kLeftCount = 28;  ///< "964"
constexpr int kRightCount = 32;
constexpr int kBarGap = 6;
constexpr int kProgressWidth = 72;
constexpr qreal kChainLine = 1.5;
constexpr qreal kDotRadius = 3;
constexpr qreal kSelfRadius = 3.5;

QRect barIn(const CellPlace& place, int left, int width) {
    const int height = place.theme.scaled(kBarHeight);
    return {left, place.content.center().y() - height / 2 + 1, width, height};
}

QColor ofRow(const CellPlace& place) {
    return place.palette.color(place.isSelected ? QPalette::HighlightedText : QPalette::Text);
}

QColor progressColor(Tone tone, const CellPlace& place) {
    const Colors& colors = place.theme.colors();
    switch (tone) {
        case Tone::Normal:
            return colors.ink;
        case Tone::Muted:
            return place.palette.color(QPalette::Shadow);
        case Tone::Attention:
            return colors.attentionSolid;
        default:
            return markColor(tone, colors, place.palette);
    }
}

bool goesUp(ChainCell::Place place) {
    using Place = ChainCell::Place;
    return place == Place::Middle || place == Place::Last || place == Place::Through;
}

bool goesDown(ChainCell::Place place) {
    using Place = ChainCell::Place;
    return place == Place::First || place == Place::Middle || place == Place::Through;
}

}  // namespace

void drawShares(QPainter& painter, const QRect& bar, std::int64_t salesforce, std::int64_t hubspot,
                const Theme& theme) {
    const Colors& colors = theme.colors();
    const double all = static_cast<double>(salesforce) + static_cast<double>(hubspot);
    if (all <= 0) {
        painter.fillRect(bar, colors.hair);
        return;
    }
    if (salesforce == 0 || hubspot == 0) {
        painter.fillRect(bar, hubspot == 0 ? colors.salesforce.mark : colors.hubspotGraph);
        return;
    }
    // What is there at all is seen: at least one pixel each.
    const auto exact = static_cast<int>(static_cast<double>(salesforce) / all * (bar.width() - 1) + 0.5);
    const int ofSalesforce = std::clamp(exact, 1, bar.width() - 2);
    painter.fillRect(QRect(bar.left(), bar.top(), ofSalesforce, bar.height()), colors.salesforce.mark);
    painter.fillRect(QRect(bar.left() + ofSalesforce + 1, bar.top(), bar.width() - ofSalesforce - 1, bar.height()),
                     colors.hubspotGraph);
}

void paintFigure(QPainter& painter, const SideCell& cell, const CellPlace& place) {
    QRect box = place.content;
    if (!place.align.testFlag(Qt::AlignHCenter))
        box.setWidth(badgeSize(place.theme));
    drawSideBadge(painter, box, cell.side, place.theme);
}

void paintFigure(QPainter& painter, const SharesCell& cell, const CellPlace& place) {
    const Theme& theme = place.theme;
    painter.setFont(theme.font(Face::Body));
    painter.setPen(place.isSelected ? ofRow(place) : textColor(cell.tone, theme.colors(), place.palette));
    const QFontMetrics metrics(painter.font());
    // The bars of a column stand below each other as long as the counts are of usual size.
    const int leftWidth = std::max(theme.scaled(kLeftCount), metrics.horizontalAdvance(counted(cell.salesforce)));
    const QRect left(place.content.left(), place.content.top(), leftWidth, place.content.height());
    painter.drawText(left, Qt::AlignRight | Qt::AlignVCenter, counted(cell.salesforce));
    const int rightWidth = metrics.horizontalAdvance(counted(cell.hubspot));
    const int room = place.content.width() - leftWidth - rightWidth - 2 * theme.scaled(kBarGap);
    const int barWidth = std::clamp(room, theme.scaled(kLeastShares), theme.scaled(kSharesWidth));
    const QRect bar = barIn(place, left.right() + 1 + theme.scaled(kBarGap), barWidth);
    drawShares(painter, bar, cell.salesforce, cell.hubspot, theme);
    QRect right = place.content;
    right.setLeft(bar.right() + 1 + theme.scaled(kBarGap));
    painter.drawText(right, Qt::AlignLeft | Qt::AlignVCenter, counted(cell.hubspot));
}

void paintFigure(QPainter& painter, const ProgressCell& cell, const CellPlace& place) {
    const Theme& theme = place.theme;
    const QRect bar = barIn(place, place.content.left(), theme.scaled(kProgressWidth));
    painter.fillRect(bar, theme.colors().hair);
    QRect done = bar;
    done.setWidth(static_cast<int>(bar.width() * std::clamp(cell.share, 0.0, 1.0)));
    painter.fillRect(done, progressColor(cell.tone, place));
    QRect rest = place.content;
    rest.setLeft(bar.right() + 1 + theme.scaled(kBarGap));
    painter.setFont(theme.font(Face::Body));
    painter.setPen(ofRow(place));
    painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, percent(cell.share));
}

void paintFigure(QPainter& painter, const ChainCell& cell, const CellPlace& place) {
    if (cell.place == ChainCell::Place::None)
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = place.theme.colors().focus;
    const QRectF rect(place.cell);
    const QPointF middle = rect.center();
    painter.setPen(QPen(color, kChainLine, Qt::SolidLine, Qt::FlatCap));
    if (goesUp(cell.place))
        painter.drawLine(QPointF(middle.x(), rect.top()), middle);
    if (goesDown(cell.place))
        painter.drawLine(middle, QPointF(middle.x(), rect.bottom()));
    if (cell.place == ChainCell::Place::Through)
        return;
    painter.setBrush(cell.isSelf ? color : place.palette.color(QPalette::Base));
    const qreal radius = cell.isSelf ? kSelfRadius : kDotRadius;
    painter.drawEllipse(middle, radius, radius);
}

void paintFigure(QPainter& painter, const BlockCell& cell, const CellPlace& place) {
    const int width = static_cast<int>(place.content.width() * std::clamp(cell.share, 0.0, 1.0));
    QRect block = barIn(place, place.content.left(), width);
    if (place.align.testFlag(Qt::AlignRight))
        block.moveRight(place.content.right());
    else if (place.align.testFlag(Qt::AlignHCenter))
        block.moveLeft(place.content.left() + (place.content.width() - width) / 2);
    painter.fillRect(block, place.theme.colors().hair);
}

int figureWidth(const SideCell& cell, const CellPlace& place) {
    Q_UNUSED(cell)
    return badgeSize(place.theme);
}

int figureWidth(const SharesCell& cell, const CellPlace& place) {
    const QFontMetrics metrics(place.theme.font(Face::Body));
    const int left = std::max(place.theme.scaled(kLeftCount), metrics.horizontalAdvance(counted(cell.salesforce)));
    const int right = std::max(place.theme.scaled(kRightCount), metrics.horizontalAdvance(counted(cell.hubspot)));
    return left + place.theme.scaled(kSharesWidth) + 2 * place.theme.scaled(kBarGap) + right;
}

int figureWidth(const ProgressCell& cell, const CellPlace& place) {
    const QFontMetrics metrics(place.theme.font(Face::Body));
    return place.theme.scaled(kProgressWidth) + place.theme.scaled(kBarGap)
           + metrics.horizontalAdvance(percent(cell.share));
}

int figureWidth(const ChainCell& cell, const CellPlace& place) {
    Q_UNUSED(cell)
    return place.theme.scaled(static_cast<int>(2 * kSelfRadius));
}

int figureWidth(const BlockCell& cell, const CellPlace& place) {
    Q_UNUSED(cell)
    Q_UNUSED(place)
    return 0;
}

}  // namespace syncline::ui
