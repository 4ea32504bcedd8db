#include "ui/record/entry_link.h"

#include "ui/widgets/format.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace syncline::ui {

EntryLink::EntryLink(const Theme& theme, core::Seq entry, QWidget* parent) : QAbstractButton(parent), m_theme(theme) {
    setObjectName(QStringLiteral("whyEntry%1").arg(entry.value()));
    setText(sequence(entry));
    setAccessibleName(tr("Entry %1").arg(text()));
    setToolTip(tr("Show this entry in the stream"));
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] { updateGeometry(); });
}

QFont EntryLink::face() const {
    QFont font = m_theme.font(Face::MonoDense);
    font.setUnderline(true);
    return font;
}

QSize EntryLink::sizeHint() const {
    return {QFontMetrics(face()).horizontalAdvance(text()) + m_theme.scaled(6), m_theme.scaled(20)};
}

void EntryLink::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setFont(face());
    painter.setPen(palette().color(QPalette::Link));
    painter.drawText(rect(), Qt::AlignCenter, text());
    if (!hasFocus())
        return;
    painter.setPen(QPen(m_theme.colors().focus, 2));
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
}

}  // namespace syncline::ui
