#include "ui/widgets/icon_button.h"

#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace syncline::ui {

IconButton::IconButton(const Theme& theme, Icon icon, const QString& name, QWidget* parent)
    : QAbstractButton(parent), m_theme(theme), m_icon(icon) {
    setAttribute(Qt::WA_Hover);
    setAccessibleName(name);
    setToolTip(name);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void IconButton::setIconName(Icon icon) {
    m_icon = icon;
    update();
}

void IconButton::setColor(const QColor& color) {
    m_color = color;
    update();
}

QSize IconButton::sizeHint() const {
    return {m_theme.scaled(20), m_theme.scaled(20)};
}

void IconButton::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    const Colors& colors = m_theme.colors();
    const bool pressed = isDown() || isChecked();
    if (isEnabled() && (pressed || underMouse()) && !m_color.isValid())
        drawPanel(painter, rect(), pressed ? colors.buttonDown : colors.buttonHover, {});
    if (hasFocus())
        drawPanel(painter, rect(), {}, colors.focus, 2);
    QColor color = m_color.isValid() ? m_color : colors.muted;
    if (!isEnabled())
        color = palette().color(QPalette::Disabled, QPalette::ButtonText);
    const int size = m_theme.scaled(12);
    painter.drawPixmap((width() - size) / 2, (height() - size) / 2, pixmap(m_icon, size, color, devicePixelRatioF()));
}

}  // namespace syncline::ui
