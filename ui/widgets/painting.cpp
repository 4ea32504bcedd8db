#include "ui/widgets/painting.h"

#include "ui/widgets/theme.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPalette>

namespace syncline::ui {

void drawPanel(QPainter& painter, const QRectF& rect, const QColor& fill, const QColor& border,
               const PanelShape& shape) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal inset = border.isValid() ? shape.borderWidth / 2 : 0;
    painter.setPen(border.isValid() ? QPen(border, shape.borderWidth) : QPen(Qt::NoPen));
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    const qreal radius = qMax(0.0, shape.radius - inset);
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius);
    painter.restore();
}

int badgeSize(const Theme& theme) {
    return theme.scaled(15);
}

void drawSideBadge(QPainter& painter, const QRect& rect, std::optional<core::Side> side, const Theme& theme) {
    const Colors& colors = theme.colors();
    QRect square(0, 0, badgeSize(theme), badgeSize(theme));
    square.moveCenter(rect.center());
    const Tint& tint = side ? colors.side(*side) : colors.ours;
    drawPanel(painter, square, side ? tint.mark : tint.fill, side ? QColor() : tint.line);
    painter.save();
    QFont font = theme.font(Face::AxisStrong);
    font.setWeight(QFont::Bold);
    painter.setFont(font);
    painter.setPen(side ? tint.onMark : tint.text);
    if (side) {
        const bool isSalesforce = *side == core::Side::Salesforce;
        painter.drawText(square, Qt::AlignCenter, isSalesforce ? QStringLiteral("S") : QStringLiteral("H"));
    } else {
        painter.drawText(square, Qt::AlignCenter, QStringLiteral("·"));
    }
    painter.restore();
}

int keyCapWidth(const QString& key, const Theme& theme) {
    return qMax(theme.scaled(16), QFontMetrics(theme.font(Face::Axis)).horizontalAdvance(key) + theme.scaled(8));
}

void drawKeyCap(QPainter& painter, const QRect& rect, const QString& key, const KeyCapColors& colors,
                const Theme& theme) {
    const int height = theme.scaled(16);
    const QRect cap(rect.x(), rect.y() + (rect.height() - height) / 2, rect.width(), height);
    drawPanel(painter, cap, {}, colors.border);
    painter.save();
    painter.setFont(theme.font(Face::Axis));
    painter.setPen(colors.text);
    painter.drawText(cap, Qt::AlignCenter, key);
    painter.restore();
}

QColor textColor(Tone tone, const Colors& colors, const QPalette& palette) {
    switch (tone) {
        case Tone::Normal:
            return palette.color(QPalette::Text);
        case Tone::Muted:
            return colors.muted;
        case Tone::Attention:
            return colors.attention.text;
        case Tone::Failure:
            return colors.failure.text;
        case Tone::Success:
            return colors.success.text;
        case Tone::Salesforce:
            return colors.salesforce.text;
        case Tone::HubSpot:
            return colors.hubspot.text;
    }
    return palette.color(QPalette::Text);
}

QColor markColor(Tone tone, const Colors& colors, const QPalette& palette) {
    switch (tone) {
        case Tone::Attention:
            return colors.attention.mark;
        case Tone::Failure:
            return colors.failure.mark;
        case Tone::Success:
            return colors.success.mark;
        case Tone::Salesforce:
            return colors.salesforce.mark;
        case Tone::HubSpot:
            return colors.hubspotGraph;
        case Tone::Normal:
        case Tone::Muted:
            break;
    }
    return textColor(tone, colors, palette);
}

}  // namespace syncline::ui
