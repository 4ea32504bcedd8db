#include "ui/widgets/table_edge.h"

#include "ui/widgets/position_bar.h"
#include "ui/widgets/theme.h"

#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QTableView>

namespace syncline::ui {

namespace {

constexpr int kBarWidth = 12;

}  // namespace

TableEdge::TableEdge(const Theme& theme, QTableView& view, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_view(view), m_row(new QHBoxLayout(this)), m_bar(new PositionBar(this)) {
    m_row->setSpacing(0);
    m_bar->setFixedWidth(kBarWidth);
    m_bar->setObjectName(QStringLiteral("tablePosition"));
    m_bar->setAccessibleName(tr("Position in the table"));
    m_row->addWidget(m_bar);
    m_view.installEventFilter(this);
    connect(&theme, &Theme::changed, this, &TableEdge::leaveRoomForHeader);
    leaveRoomForHeader();
}

void TableEdge::setStrip(QWidget* strip) {
    delete m_strip;
    m_strip = strip;
    if (strip == nullptr)
        return;
    m_row->insertWidget(0, strip);
    strip->installEventFilter(this);
}

bool TableEdge::eventFilter(QObject* watched, QEvent* event) {
    // The header's height is known when the view has been laid out.
    if (watched == &m_view && (event->type() == QEvent::Resize || event->type() == QEvent::Show))
        leaveRoomForHeader();
    // The wheel turns the rows also there.
    if (watched == m_strip && event->type() == QEvent::Wheel)
        return QCoreApplication::sendEvent(m_bar, event);
    return QWidget::eventFilter(watched, event);
}

void TableEdge::leaveRoomForHeader() {
    const auto* header = m_view.horizontalHeader();
    m_row->setContentsMargins(0, header->isHidden() ? 0 : header->sizeHint().height(), 0, 0);
    update();
}

void TableEdge::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    QPainter painter(this);
    const int height = m_row->contentsMargins().top();
    painter.fillRect(QRect(0, 0, width(), height), palette().color(QPalette::Window));
    painter.fillRect(QRect(0, height, width(), this->height() - height), palette().color(QPalette::Base));
    if (height > 0)
        painter.fillRect(QRect(0, height - 1, width(), 1), m_theme.colors().line);
}

}  // namespace syncline::ui
