#include "ui/shell/key_cap.h"

#include "ui/widgets/theme.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPalette>
#include <algorithm>

namespace syncline::ui {
namespace {

constexpr int kHeight = 16;
constexpr int kPadding = 4;
constexpr double kRadius = 2;

}  // namespace

int keyCapWidth(const Theme& theme, const QString& key) {
    const int text = QFontMetrics(theme.font(Face::Axis)).horizontalAdvance(key);
    return std::max(theme.scaled(kHeight), text + 2 * theme.scaled(kPadding));
}

QRect paintKeyCap(QPainter& painter, const Theme& theme, const QRect& place, const QString& key,
                  const QPalette& palette) {
    const int width = keyCapWidth(theme, key);
    const int height = theme.scaled(kHeight);
    const QRect box(place.right() + 1 - width, place.center().y() - height / 2 + 1, width, height);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.colors().buttonBorder);
    painter.setBrush(palette.color(QPalette::Base));
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setFont(theme.font(Face::Axis));
    painter.setPen(theme.colors().muted);
    painter.drawText(box, Qt::AlignCenter, key);
    painter.restore();
    return box;
}

}  // namespace syncline::ui
