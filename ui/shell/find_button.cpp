#include "ui/shell/find_button.h"

#include "ui/widgets/follow.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace syncline::ui {
namespace {

constexpr int kWidth = 208;
constexpr int kHeight = 28;
constexpr int kIconSize = 14;
constexpr int kPadding = 8;

}  // namespace

FindButton::FindButton(const Theme& theme, QWidget* parent) : QAbstractButton(parent), m_theme(theme) {
    setObjectName(QStringLiteral("findOrRun"));
    setText(tr("Find or run"));
    setAccessibleName(tr("Find a record or run an action, Ctrl+K"));
    setToolTip(tr("Every record by e-mail, id or name, and every action (Ctrl+K)"));
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    follow(theme, *this, [this] {
        setMaximumWidth(sizeHint().width());
        updateGeometry();
    });
}

QSize FindButton::sizeHint() const {
    return {m_theme.scaled(kWidth), m_theme.scaled(kHeight)};
}

/// Where the view's own buttons need the room it is an icon with its key.
QSize FindButton::minimumSizeHint() const {
    const int parts = m_theme.scaled(kIconSize) + keyCapWidth(QStringLiteral("Ctrl+K"), m_theme);
    return {parts + 3 * m_theme.scaled(kPadding), m_theme.scaled(kHeight)};
}

void FindButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Colors& colors = m_theme.colors();
    drawPanel(painter, rect(), palette().color(QPalette::Base), hasFocus() ? colors.focus : colors.inputBorder,
              hasFocus() ? 2 : 1);
    const int padding = m_theme.scaled(kPadding);
    const int size = m_theme.scaled(kIconSize);
    painter.drawPixmap(QPoint(padding, (height() - size) / 2),
                       pixmap(Icon::Search, size, colors.muted, devicePixelRatioF()));
    painter.setFont(m_theme.font(Face::Body));
    painter.setPen(palette().color(QPalette::PlaceholderText));
    const QString key = QStringLiteral("Ctrl+K");
    const int capWidth = keyCapWidth(key, m_theme);
    const QRect words = rect().adjusted(padding + size + 6, 0, -2 * padding - capWidth, 0);
    if (painter.fontMetrics().horizontalAdvance(text()) <= words.width())
        painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft, text());
    drawKeyCap(painter, QRect(width() - padding - capWidth, 0, capWidth, height()), key, {colors.muted, colors.line},
               m_theme);
}

}  // namespace syncline::ui
