#pragma once

#include <QRect>
#include <QString>

class QPainter;
class QPalette;

namespace syncline::ui {

class Theme;

/// A key in its box at the right end of `place`, centred in its height; gives the box.
QRect paintKeyCap(QPainter& painter, const Theme& theme, const QRect& place, const QString& key,
                  const QPalette& palette);
/// The box's width.
[[nodiscard]] int keyCapWidth(const Theme& theme, const QString& key);

}  // namespace syncline::ui
