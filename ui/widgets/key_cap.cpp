#include "ui/widgets/key_cap.h"

#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace syncline::ui {

KeyCap::KeyCap(const Theme& theme, const QString& key, QWidget* parent) : QWidget(parent), m_theme(theme), m_key(key) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(key);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

QSize KeyCap::sizeHint() const {
    return {keyCapWidth(m_key, m_theme), m_theme.scaled(16)};
}

void KeyCap::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    drawPanel(painter, rect(), palette().color(QPalette::Base), {});
    drawKeyCap(painter, rect(), m_key, {m_theme.colors().muted, m_theme.colors().line}, m_theme);
}

}  // namespace syncline::ui
