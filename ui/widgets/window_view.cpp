#include "ui/widgets/window_view.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTimerEvent>
#include <algorithm>
#include <cstdlib>

namespace syncline::ui {

namespace {

constexpr int kBeyondEveryMs = 50;

SelectMode modeOf(Qt::KeyboardModifiers modifiers, SelectMode withControl) {
    if (modifiers.testFlag(Qt::ShiftModifier))
        return SelectMode::Extend;
    return modifiers.testFlag(Qt::ControlModifier) ? withControl : SelectMode::Only;
}

}  // namespace

WindowView::WindowView(QWidget* parent) : QTableView(parent) {
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setSelectionMode(ExtendedSelection);
}

void WindowView::keyboardSearch(const QString& search) {
    // Typing a letter is for the console's own keys, and the model holds a small part of the rows only.
    Q_UNUSED(search)
}

void WindowView::updateGeometries() {
    QTableView::updateGeometries();
    verticalScrollBar()->setRange(0, 0);
}

QModelIndex WindowView::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) {
    // Nothing becomes current but by the table, not even when the focus comes.
    Q_UNUSED(action)
    Q_UNUSED(modifiers)
    return {};
}

void WindowView::keyPressEvent(QKeyEvent* event) {
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const bool isOurs = (modifiers & ~(Qt::ShiftModifier | Qt::ControlModifier)) == Qt::NoModifier
                        && pressedKey(event->key(), modeOf(modifiers, SelectMode::Move));
    event->setAccepted(isOurs);
}

bool WindowView::pressedKey(int key, SelectMode mode) {
    switch (key) {
        case Qt::Key_Up:
            emit moveAsked(RowMove::Up, mode);
            return true;
        case Qt::Key_Down:
            emit moveAsked(RowMove::Down, mode);
            return true;
        case Qt::Key_PageUp:
            emit moveAsked(RowMove::PageUp, mode);
            return true;
        case Qt::Key_PageDown:
            emit moveAsked(RowMove::PageDown, mode);
            return true;
        case Qt::Key_Home:
            emit moveAsked(RowMove::First, mode == SelectMode::Move ? SelectMode::Only : mode);
            return true;
        case Qt::Key_End:
            emit moveAsked(RowMove::Last, mode == SelectMode::Move ? SelectMode::Only : mode);
            return true;
        case Qt::Key_Left:
        case Qt::Key_Right:
            emit columnMoveAsked((key == Qt::Key_Left) == isLeftToRight() ? -1 : 1);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            emit opened();
            return true;
        case Qt::Key_Space:
            // Alone it is the console's own key.
            if (mode == SelectMode::Move)
                emit toggleAsked();
            return mode == SelectMode::Move;
        default:
            return false;
    }
}

void WindowView::mousePressEvent(QMouseEvent* event) {
    const auto index = indexAt(event->position().toPoint());
    if (!index.isValid())
        return;
    if (event->button() == Qt::LeftButton)
        emit rowChosen(index.row(), index.column(), modeOf(event->modifiers(), SelectMode::Toggle));
    else if (event->button() == Qt::RightButton && !selectionModel()->isSelected(index))
        emit rowChosen(index.row(), index.column(), SelectMode::Only);
    else if (event->button() == Qt::RightButton)
        emit rowChosen(index.row(), index.column(), SelectMode::Move);
}

void WindowView::mouseMoveEvent(QMouseEvent* event) {
    if (!event->buttons().testFlag(Qt::LeftButton))
        return QTableView::mouseMoveEvent(event);
    const int height = std::max(1, verticalHeader()->defaultSectionSize());
    const int y = event->position().toPoint().y();
    if (y >= 0 && y < viewport()->height()) {
        m_beyond.stop();
        const auto index = indexAt(event->position().toPoint());
        if (index.isValid() && index.row() != currentIndex().row())
            emit rowChosen(index.row(), index.column(), SelectMode::Extend);
        return;
    }
    m_rowsBeyond = y < 0 ? y / height - 1 : (y - viewport()->height()) / height + 1;
    if (!m_beyond.isActive())
        m_beyond.start(kBeyondEveryMs, this);
}

void WindowView::mouseReleaseEvent(QMouseEvent* event) {
    Q_UNUSED(event)
    m_beyond.stop();
}

void WindowView::timerEvent(QTimerEvent* event) {
    if (event->timerId() == m_beyond.timerId())
        emit draggedBeyond(m_rowsBeyond);
    else
        QTableView::timerEvent(event);
}

void WindowView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && indexAt(event->position().toPoint()).isValid())
        emit opened();
}

void WindowView::contextMenuEvent(QContextMenuEvent* event) {
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    const auto under = isByKey ? currentIndex() : indexAt(event->pos());
    if (!under.isValid())
        return;
    // The press has chosen the row. One that was cut at the edge has been moved since, and another is under the
    // pointer.
    const auto index = currentIndex().isValid() ? under.siblingAtRow(currentIndex().row()) : under;
    const QPoint place = isByKey ? viewport()->mapToGlobal(visualRect(index).bottomLeft()) : event->globalPos();
    emit menuAsked(index, place);
    event->accept();
}

void WindowView::wheelEvent(QWheelEvent* event) {
    const bool isSideways = std::abs(event->angleDelta().x()) > std::abs(event->angleDelta().y());
    if (isSideways || event->modifiers().testFlag(Qt::ShiftModifier))
        return QTableView::wheelEvent(event);
    emit wheeled(event);
}

void WindowView::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    emit resized();
}

}  // namespace syncline::ui
