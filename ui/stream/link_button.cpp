#include "ui/stream/link_button.h"

#include "ui/widgets/theme.h"

#include <QFontMetrics>
#include <QPainter>

namespace syncline::ui::stream {

LinkButton::LinkButton(const Theme& theme, QWidget* parent) : QAbstractButton(parent), m_theme(theme) {
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
    connect(&m_theme, &Theme::changed, this, [this] { updateGeometry(); });
}

void LinkButton::setWords(const QString& words, const QString& sequence) {
    m_words = words + QLatin1Char(' ');
    m_sequence = sequence;
    setAccessibleName(m_words + m_sequence);
    updateGeometry();
    update();
}

QFont LinkButton::face(bool isMono) const {
    QFont font = m_theme.font(isMono ? Face::MonoDense : Face::Secondary);
    font.setUnderline(true);
    return font;
}

QSize LinkButton::sizeHint() const {
    const int width =
        QFontMetrics(face(false)).horizontalAdvance(m_words) + QFontMetrics(face(true)).horizontalAdvance(m_sequence);
    return {width + m_theme.scaled(4), m_theme.scaled(20)};
}

void LinkButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::Link));
    const int left = m_theme.scaled(2);
    painter.setFont(face(false));
    const int words = painter.fontMetrics().horizontalAdvance(m_words);
    painter.drawText(rect().adjusted(left, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, m_words);
    painter.setFont(face(true));
    painter.drawText(rect().adjusted(left + words, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, m_sequence);
    if (!hasFocus())
        return;
    painter.setPen(QPen(m_theme.colors().focus, 2));
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
}

}  // namespace syncline::ui::stream
