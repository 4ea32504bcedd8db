#include "ui/shell/key_label.h"

#include "ui/shell/key_cap.h"
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
    return {keyCapWidth(m_theme, m_key), m_theme.scaled(18)};
}

void KeyLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintKeyCap(painter, m_theme, rect(), m_key, palette());
}

}  // namespace syncline::ui
