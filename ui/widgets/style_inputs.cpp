#include "ui/widgets/style_inputs.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/input_state.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/style_look.h"

#include <QAbstractSpinBox>
#include <QPainter>
#include <QStyleOption>

namespace syncline::ui {

namespace {

constexpr int kArrow = 12;

bool isEnabled(const QStyleOption& option) {
    return (option.state & QStyle::State_Enabled) != 0;
}

struct Border {
    QColor color;
    int width;
};

Border borderOf(const QStyleOption& option, const StyleLook& look, const QColor& atRest, const QWidget* widget) {
    const InputState state = widget ? inputState(*widget) : InputState::Good;
    const bool hasFocus = (option.state & QStyle::State_HasFocus) != 0;
    if (!isEnabled(option))
        return {look.colors.line, 1};
    if (state == InputState::Mistaken)
        return {look.colors.failure.mark, 2};
    if (state == InputState::Warning)
        return {look.colors.attention.mark, hasFocus ? 2 : 1};
    return hasFocus ? Border{look.colors.focus, 2} : Border{atRest, 1};
}

void drawArrow(QPainter& painter, const QRect& place, Icon icon, const QStyleOption& option, const StyleLook& look) {
    const int size = look.scaled(kArrow);
    const QColor color =
        isEnabled(option) ? look.colors.muted : option.palette.color(QPalette::Disabled, QPalette::Text);
    painter.drawPixmap(place.x() + (place.width() - size) / 2, place.y() + (place.height() - size) / 2,
                       pixmap(icon, size, color, painter.device()->devicePixelRatioF()));
}

}  // namespace

void paintInputPanel(QPainter& painter, const QStyleOption& option, const StyleLook& look, const QWidget* widget) {
    const Border border = borderOf(option, look, look.colors.inputBorder, widget);
    drawPanel(painter, option.rect, option.palette.color(QPalette::Base), border.color, border.width);
}

void paintComboBox(QPainter& painter, const QStyleOptionComboBox& option, const StyleLook& look,
                   const QWidget* widget) {
    if (option.editable) {
        paintInputPanel(painter, option, look, widget);
    } else {
        const Border border = borderOf(option, look, look.colors.buttonBorder, widget);
        const bool isHovered = isEnabled(option) && (option.state & QStyle::State_MouseOver) != 0;
        drawPanel(painter, option.rect, isHovered ? look.colors.buttonHover : option.palette.color(QPalette::Button),
                  border.color, border.width);
    }
    drawArrow(painter, comboBoxPart(option, QStyle::SC_ComboBoxArrow, look), Icon::ChevronDown, option, look);
}

void paintSpinBox(QPainter& painter, const QStyleOptionSpinBox& option, const StyleLook& look, const QWidget* widget) {
    if (option.frame)
        paintInputPanel(painter, option, look, widget);
    if (option.buttonSymbols == QAbstractSpinBox::NoButtons)
        return;
    drawArrow(painter, spinBoxPart(option, QStyle::SC_SpinBoxUp, look), Icon::ChevronUp, option, look);
    drawArrow(painter, spinBoxPart(option, QStyle::SC_SpinBoxDown, look), Icon::ChevronDown, option, look);
}

void paintSlider(QPainter& painter, const QStyleOptionSlider& option, const StyleLook& look, const QRect& handle) {
    const Colors& colors = look.colors;
    const bool isAcross = option.orientation == Qt::Horizontal;
    QRect groove = option.rect;
    if (isAcross)
        groove = QRect(groove.x() + 2, groove.center().y() - 1, groove.width() - 4, 3);
    else
        groove = QRect(groove.center().x() - 1, groove.y() + 2, 3, groove.height() - 4);
    drawPanel(painter, groove, colors.line, {}, {0, 1});
    const int size = look.scaled(14);
    QRect knob(0, 0, size, size);
    knob.moveCenter(isAcross ? QPoint(handle.center().x(), option.rect.center().y())
                             : QPoint(option.rect.center().x(), handle.center().y()));
    const bool hasFocus = (option.state & QStyle::State_HasFocus) != 0;
    const QColor border = hasFocus ? colors.focus : colors.inputBorder;
    drawPanel(painter, knob, option.palette.color(QPalette::Button), isEnabled(option) ? border : colors.line,
              {hasFocus ? 2.0 : 1.0, size / 2.0});
}

QRect comboBoxPart(const QStyleOptionComboBox& option, QStyle::SubControl part, const StyleLook& look) {
    const QRect all = option.rect;
    const int arrow = look.scaled(24);
    QRect result = all;
    if (part == QStyle::SC_ComboBoxArrow)
        result = QRect(all.right() - arrow + 1, all.y(), arrow, all.height());
    else if (part == QStyle::SC_ComboBoxEditField)
        result = all.adjusted(look.scaled(8), 2, -arrow, -2);
    else if (part == QStyle::SC_ComboBoxListBoxPopup)
        result = all.translated(0, 1);
    return QStyle::visualRect(option.direction, all, result);
}

QRect spinBoxPart(const QStyleOptionSpinBox& option, QStyle::SubControl part, const StyleLook& look) {
    const QRect all = option.rect;
    const int buttons = option.buttonSymbols == QAbstractSpinBox::NoButtons ? 0 : look.scaled(18);
    const int half = all.height() / 2;
    QRect result = all;
    if (part == QStyle::SC_SpinBoxUp)
        result = QRect(all.right() - buttons, all.y() + 2, buttons, half - 2);
    else if (part == QStyle::SC_SpinBoxDown)
        result = QRect(all.right() - buttons, all.y() + half, buttons, half - 2);
    else if (part == QStyle::SC_SpinBoxEditField)
        result = all.adjusted(look.scaled(6), 2, -buttons - 2, -2);
    return QStyle::visualRect(option.direction, all, result);
}

}  // namespace syncline::ui
