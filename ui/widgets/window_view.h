#pragma once

#include "ui/widgets/key_selection.h"

#include <QBasicTimer>
#include <QTableView>

namespace syncline::ui {

/// Where the current row is asked to go.
enum class RowMove { Up, Down, PageUp, PageDown, First, Last };

/// The view of a windowed table: shows the rows of its model, which all fit on it, and says what a person does instead
/// of doing it: the rows that are not in the model are the table's. On the GUI thread.
class WindowView final : public QTableView {
    Q_OBJECT
public:
    explicit WindowView(QWidget* parent = nullptr);

    void keyboardSearch(const QString& search) override;

signals:
    /// With the mouse. A row of the model.
    void rowChosen(int row, int column, SelectMode mode);
    /// Dragged beyond the first or the last row, by so many; again and again while it lasts.
    void draggedBeyond(int rows);
    void moveAsked(RowMove move, SelectMode mode);
    void columnMoveAsked(int by);
    void toggleAsked();
    void opened();
    void wheeled(QWheelEvent* event);
    void menuAsked(const QModelIndex& index, const QPoint& place);
    void resized();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;

protected slots:
    void updateGeometries() override;

private:
    [[nodiscard]] bool pressedKey(int key, SelectMode mode);

    QBasicTimer m_beyond;
    int m_rowsBeyond = 0;
};

}  // namespace syncline::ui
