#include "ui/shell/key_label.h"

#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace syncline::ui {

KeyLabel::KeyLabel(const Theme& theme, const QString& key, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_key(key) {
    setAccessibleName(key);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] { updateGeometry(); });
}

QSize KeyLabel::sizeHint() const {
    return {keyCapWidth(m_key, m_theme), m_theme.scaled(18)};
}

void KeyLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    drawKeyCap(painter, rect(), m_key, {m_theme.colors().muted, m_theme.colors().line}, m_theme);
}

}  // namespace syncline::ui
