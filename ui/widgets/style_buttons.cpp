#include "ui/widgets/style_buttons.h"

#include "ui/widgets/painting.h"
#include "ui/widgets/style_look.h"

#include <QPainter>
#include <QStyleOptionButton>

namespace syncline::ui {

namespace {

bool isDown(const QStyleOption& option) {
    return (option.state & (QStyle::State_Sunken | QStyle::State_On)) != 0;
}
bool isEnabled(const QStyleOption& option) {
    return (option.state & QStyle::State_Enabled) != 0;
}
bool isHovered(const QStyleOption& option) {
    return isEnabled(option) && (option.state & QStyle::State_MouseOver) != 0;
}

/// The square of an indicator, at whole pixels in the middle of its place.
QRect squareIn(const QRect& rect) {
    QRect square(0, 0, qMin(rect.width(), rect.height()), qMin(rect.width(), rect.height()));
    square.moveCenter(rect.center());
    return square;
}

}  // namespace

void paintPushButtonPanel(QPainter& painter, const QStyleOptionButton& option, const StyleLook& look) {
    const Colors& colors = look.colors;
    const bool isFlat = (option.features & QStyleOptionButton::Flat) != 0;
    if (!isEnabled(option)) {
        drawPanel(painter, option.rect, option.palette.color(QPalette::Button), isFlat ? QColor() : colors.line);
    } else if ((option.features & QStyleOptionButton::DefaultButton) != 0) {
        drawPanel(painter, option.rect, isHovered(option) || isDown(option) ? colors.inkHover : colors.ink, {});
    } else if (isDown(option)) {
        drawPanel(painter, option.rect, colors.buttonDown, colors.inputBorder);
    } else if (isHovered(option)) {
        drawPanel(painter, option.rect, colors.buttonHover, isFlat ? QColor() : colors.buttonBorder);
    } else if (!isFlat) {
        drawPanel(painter, option.rect, option.palette.color(QPalette::Button), colors.buttonBorder);
    }
}

void paintToolButtonPanel(QPainter& painter, const QStyleOption& option, const StyleLook& look) {
    const bool isRaised = (option.state & QStyle::State_AutoRaise) == 0;
    if (isEnabled(option) && isDown(option))
        drawPanel(painter, option.rect, look.colors.buttonDown, look.colors.inputBorder);
    else if (isHovered(option))
        drawPanel(painter, option.rect, look.colors.buttonHover, look.colors.buttonBorder);
    else if (isRaised)
        drawPanel(painter, option.rect, option.palette.color(QPalette::Button),
                  isEnabled(option) ? look.colors.buttonBorder : look.colors.line);
}

void paintCheckBox(QPainter& painter, const QStyleOption& option, const StyleLook& look) {
    const Colors& colors = look.colors;
    const QRect box = squareIn(option.rect);
    const bool isPartly = (option.state & QStyle::State_NoChange) != 0;
    const bool isOn = (option.state & QStyle::State_On) != 0;
    if (!isOn && !isPartly) {
        const QColor border = isEnabled(option) ? colors.inputBorder : colors.line;
        drawPanel(painter, box, isHovered(option) ? colors.hover : option.palette.color(QPalette::Base), border);
        return;
    }
    QColor fill = isHovered(option) ? colors.inkHover : colors.ink;
    if (!isEnabled(option))
        fill = option.palette.color(QPalette::Disabled, QPalette::Text);
    drawPanel(painter, box, fill, {});
    if (isPartly) {
        const int third = qMax(2, box.height() / 7);
        painter.fillRect(box.x() + 3, box.center().y() - third / 2 + 1, box.width() - 6, third, colors.onInk);
        return;
    }
    // The icon's line is too thin at this size.
    const qreal unit = box.width() / 14.0;
    const QPointF mark[] = {{3.5, 7.2}, {6, 9.7}, {10.6, 4.6}};
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.topLeft());
    painter.scale(unit, unit);
    painter.setPen(QPen(colors.onInk, 1.7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(mark, 3);
    painter.restore();
}

void paintRadioButton(QPainter& painter, const QStyleOption& option, const StyleLook& look) {
    const Colors& colors = look.colors;
    const QRectF circle = squareIn(option.rect);
    const bool isOn = (option.state & QStyle::State_On) != 0;
    QColor border = isOn ? colors.ink : colors.inputBorder;
    if (!isEnabled(option))
        border = colors.line;
    const QColor fill = isHovered(option) ? colors.hover : option.palette.color(QPalette::Base);
    drawPanel(painter, circle, fill, border, {1, circle.width() / 2});
    if (isOn) {
        const QRectF dot = circle.adjusted(3, 3, -3, -3);
        drawPanel(painter, dot,
                  isEnabled(option) ? colors.ink : option.palette.color(QPalette::Disabled, QPalette::Text), {},
                  {0, dot.width() / 2});
    }
}

void paintFocusFrame(QPainter& painter, const QRect& rect, const StyleLook& look) {
    drawPanel(painter, rect, {}, look.colors.focus, 2);
}

}  // namespace syncline::ui
