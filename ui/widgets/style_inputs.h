#pragma once

#include <QStyle>

class QPainter;
class QStyleOptionComboBox;
class QStyleOptionSpinBox;
class QStyleOptionSlider;

namespace syncline::ui {

struct StyleLook;

/// Surface and border of an input: focus 2 px, a mistake or warning (inputState()) in its colour.
void paintInputPanel(QPainter& painter, const QStyleOption& option, const StyleLook& look, const QWidget* widget);
void paintComboBox(QPainter& painter, const QStyleOptionComboBox& option, const StyleLook& look, const QWidget* widget);
void paintSpinBox(QPainter& painter, const QStyleOptionSpinBox& option, const StyleLook& look, const QWidget* widget);
void paintSlider(QPainter& painter, const QStyleOptionSlider& option, const StyleLook& look, const QRect& handle);

[[nodiscard]] QRect comboBoxPart(const QStyleOptionComboBox& option, QStyle::SubControl part, const StyleLook& look);
[[nodiscard]] QRect spinBoxPart(const QStyleOptionSpinBox& option, QStyle::SubControl part, const StyleLook& look);

}  // namespace syncline::ui
