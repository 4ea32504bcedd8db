#pragma once

#include "engine/core/side.h"
#include "ui/widgets/cell.h"

#include <QColor>
#include <QRect>
#include <optional>

class QPainter;
class QPalette;

namespace syncline::ui {

class Theme;
struct Colors;

inline constexpr int kRadius = 3;  ///< corners of everything but pills

struct PanelShape {
    PanelShape(qreal ofBorder = 1, qreal ofCorners = kRadius) : borderWidth(ofBorder), radius(ofCorners) {}

    qreal borderWidth;
    qreal radius;
};
/// A flat surface with a border inside `rect`, sharp at whole pixels. An invalid colour is left out.
void drawPanel(QPainter& painter, const QRectF& rect, const QColor& fill, const QColor& border,
               const PanelShape& shape = {});

/// The S, H or dot of a side, in a square of badgeSize() at the middle of `rect`.
void drawSideBadge(QPainter& painter, const QRect& rect, std::optional<core::Side> side, const Theme& theme);
[[nodiscard]] int badgeSize(const Theme& theme);

struct KeyCapColors {
    QColor text;
    QColor border;
};
/// A key in a box of 16, in the middle of `rect`'s height; as wide as keyCapWidth().
void drawKeyCap(QPainter& painter, const QRect& rect, const QString& key, const KeyCapColors& colors,
                const Theme& theme);
[[nodiscard]] int keyCapWidth(const QString& key, const Theme& theme);

/// A tone as the colour of words and icons; Normal is the palette's text.
[[nodiscard]] QColor textColor(Tone tone, const Colors& colors, const QPalette& palette);
/// As the colour of an icon on its own.
[[nodiscard]] QColor markColor(Tone tone, const Colors& colors, const QPalette& palette);

}  // namespace syncline::ui
