#include "ui/widgets/row_hover.h"

#include <QMouseEvent>
#include <QTableView>

namespace syncline::ui {

RowHover::RowHover(QTableView& view) : QObject(&view), m_view(view) {
    view.viewport()->setMouseTracking(true);
    view.viewport()->installEventFilter(this);
}

bool RowHover::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
        case QEvent::MouseMove:
            enter(m_view.rowAt(static_cast<QMouseEvent*>(event)->position().toPoint().y()));
            break;
        case QEvent::Leave:
        case QEvent::Hide:
            enter(-1);
            break;
        default:
            break;
    }
    return QObject::eventFilter(watched, event);
}

void RowHover::enter(int row) {
    if (row == m_row)
        return;
    repaint(m_row);
    m_row = row;
    repaint(m_row);
}

void RowHover::repaint(int row) {
    if (row >= 0)
        m_view.viewport()->update(0, m_view.rowViewportPosition(row), m_view.viewport()->width(),
                                  m_view.rowHeight(row));
}

}  // namespace syncline::ui
