#pragma once

class QPainter;
class QRect;
class QStyleOption;
class QStyleOptionButton;

namespace syncline::ui {

struct StyleLook;

/// Push buttons that are not a Button of ours, as in message boxes; the default one is primary.
void paintPushButtonPanel(QPainter& painter, const QStyleOptionButton& option, const StyleLook& look);
/// Flat until the pointer is on it; down when it is pressed or checked.
void paintToolButtonPanel(QPainter& painter, const QStyleOption& option, const StyleLook& look);
void paintCheckBox(QPainter& painter, const QStyleOption& option, const StyleLook& look);
void paintRadioButton(QPainter& painter, const QStyleOption& option, const StyleLook& look);
/// 2 px inside the rectangle.
void paintFocusFrame(QPainter& painter, const QRect& rect, const StyleLook& look);

}  // namespace syncline::ui
