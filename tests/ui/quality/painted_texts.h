#pragma once

#include <QRectF>
#include <QString>
#include <QWidget>
#include <vector>

namespace syncline::test {

/// A piece of text as a widget paints it, in the widget's own coordinates.
struct PaintedText {
    QString text;
    QRectF ink;    ///< where its glyphs stand
    QRectF line;   ///< from the capital letters' height to the base line, the full advance wide
    QRectF shown;  ///< the clip that the widget has set itself; null: none
};

/// Has the widget alone, without its children, paint itself, and keeps what texts it paints. Also for widgets that
/// paint with their own QPainter, which is the point: nothing has to be told by them.
[[nodiscard]] std::vector<PaintedText> paintedTexts(QWidget& widget);

}  // namespace syncline::test
