#pragma once

#include <QStyle>

class QPainter;
class QStyleOptionProgressBar;
class QStyleOptionSlider;
class QStyleOptionTab;
class QStyleOptionFrame;
class QStyleOptionDockWidget;

namespace syncline::ui {

struct StyleLook;

/// 12 wide, a handle without arrows.
void paintScrollBar(QPainter& painter, const QStyleOptionSlider& option, const StyleLook& look);
[[nodiscard]] QRect scrollBarPart(const QStyleOptionSlider& option, QStyle::SubControl part, const StyleLook& look);

/// The current one with 3 px of `focus` below.
void paintTabShape(QPainter& painter, const QStyleOptionTab& option, const StyleLook& look);
void paintTabLabel(QPainter& painter, const QStyleOptionTab& option, const StyleLook& look, const QRect& text);
[[nodiscard]] QSize tabSize(const QStyleOptionTab& option, const QFont& font, const StyleLook& look);

/// Known: how much is done. Unknown: a row of blocks, without motion.
void paintProgress(QPainter& painter, const QStyleOptionProgressBar& option, const StyleLook& look);

/// Lines and frames of QFrame.
void paintFrame(QPainter& painter, const QStyleOptionFrame& option, const StyleLook& look);
void paintDockTitle(QPainter& painter, const QStyleOptionDockWidget& option, const StyleLook& look);

}  // namespace syncline::ui
