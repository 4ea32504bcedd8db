#include "ui/stream/panel_header.h"

#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QPainter>

namespace syncline::ui::stream {

PanelHeader::PanelHeader(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_row(new QHBoxLayout(this)) {
    connect(&m_theme, &Theme::changed, this, [this] { restyle(); });
    restyle();
}

void PanelHeader::restyle() {
    setFixedHeight(m_theme.scaled(28));
    m_row->setContentsMargins(m_theme.scaled(12), 0, m_theme.scaled(8), 0);
    m_row->setSpacing(m_theme.scaled(8));
    update();
}

void PanelHeader::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Window));
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_theme.colors().line);
}

}  // namespace syncline::ui::stream
