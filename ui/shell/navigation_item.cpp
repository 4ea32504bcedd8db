#include "ui/shell/navigation_item.h"

#include "ui/widgets/format.h"
#include "ui/widgets/theme.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStyle>
#include <algorithm>

namespace syncline::ui {
namespace {

constexpr int kHeight = 32;
constexpr int kWidth = 192;
constexpr int kNarrowWidth = 48;
constexpr int kLine = 1;  ///< of the navigation, at its right
constexpr int kIconSize = 16;
constexpr int kMargin = 16;
constexpr int kTextAt = 44;
constexpr int kPlaceBar = 3;
constexpr int kPillHeight = 18;
constexpr int kPillPadding = 7;
constexpr int kRightMargin = 12;
constexpr int kDot = 8;

}  // namespace

NavigationItem::NavigationItem(const Theme& theme, Icon icon, const QString& title, const QString& key, QWidget* parent)
    : QAbstractButton(parent), m_theme(theme), m_icon(icon), m_key(key) {
    setText(title);
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    tellName();
    connect(&theme, &Theme::changed, this, [this] { updateGeometry(); });
}

void NavigationItem::setCount(std::size_t count, Counted what) {
    if (m_count == count && m_counted == what)
        return;
    m_count = count;
    m_counted = what;
    tellName();
    update();
}

void NavigationItem::setNarrow(bool narrow) {
    m_isNarrow = narrow;
    updateGeometry();
    update();
}

void NavigationItem::tellName() {
    const QString number = counted(static_cast<std::int64_t>(m_count));
    const QString name = m_count == 0                   ? text()
                         : m_counted == Counted::Staged ? tr("%1, %2 staged").arg(text(), number)
                         : m_count == 1                 ? tr("%1, 1 needs you").arg(text())
                                                        : tr("%1, %2 need you").arg(text(), number);
    setAccessibleName(name);
    setToolTip(m_key.isEmpty() ? name : tr("%1 (%2)").arg(name, m_key));
}

QSize NavigationItem::sizeHint() const {
    return {m_theme.scaled(m_isNarrow ? kNarrowWidth : kWidth) - kLine, m_theme.scaled(kHeight)};
}

void NavigationItem::enterEvent(QEnterEvent* event) {
    QAbstractButton::enterEvent(event);
    update();
}

void NavigationItem::leaveEvent(QEvent* event) {
    QAbstractButton::leaveEvent(event);
    update();
}

void NavigationItem::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Colors& colors = m_theme.colors();
    const QPalette& tones = palette();
    if (isChecked()) {
        painter.fillRect(rect(), tones.color(QPalette::Highlight));
        painter.fillRect(QRect(0, 0, kPlaceBar, height()), colors.focus);
    } else if (underMouse()) {
        painter.fillRect(rect(), colors.buttonHover);
    }
    const int size = m_theme.scaled(kIconSize);
    const int iconAt = m_isNarrow ? (width() - size) / 2 : m_theme.scaled(kMargin);
    const QColor ink = tones.color(isChecked() ? QPalette::HighlightedText : QPalette::WindowText);
    painter.drawPixmap(QPoint(iconAt, (height() - size) / 2),
                       pixmap(m_icon, size, isChecked() ? ink : colors.muted, devicePixelRatioF()));
    if (!m_isNarrow) {
        painter.setFont(m_theme.font(isChecked() ? Face::BodyStrong : Face::Body));
        painter.setPen(ink);
        painter.drawText(rect().adjusted(m_theme.scaled(kTextAt), 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, text());
    }
    if (m_count != 0)
        paintCount(painter);
    if (hasFocus()) {
        painter.setPen(QPen(colors.focus, 2));
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

void NavigationItem::paintCount(QPainter& painter) const {
    const Colors& colors = m_theme.colors();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.attentionSolid);
    if (m_isNarrow) {
        painter.drawEllipse(QRect(width() / 2 + m_theme.scaled(kDot) / 2, m_theme.scaled(5), kDot, kDot));
        painter.setRenderHint(QPainter::Antialiasing, false);
        return;
    }
    const QFont font = m_theme.font(Face::AxisStrong);
    const QString number = counted(static_cast<std::int64_t>(m_count));
    const int pillHeight = m_theme.scaled(kPillHeight);
    const int pillWidth =
        std::max(pillHeight, QFontMetrics(font).horizontalAdvance(number) + 2 * m_theme.scaled(kPillPadding));
    const QRect pill(width() - m_theme.scaled(kRightMargin) - pillWidth, (height() - pillHeight) / 2, pillWidth,
                     pillHeight);
    painter.drawRoundedRect(pill, pillHeight / 2.0, pillHeight / 2.0);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setFont(font);
    painter.setPen(colors.onAttentionSolid);
    painter.drawText(pill, Qt::AlignCenter, number);
}

}  // namespace syncline::ui
