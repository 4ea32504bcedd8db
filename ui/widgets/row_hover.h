#pragma once

#include <QObject>

class QTableView;

namespace syncline::ui {

/// Which row of a table is under the pointer: Qt knows the cell only. Repaints the rows that it enters and leaves.
class RowHover final : public QObject {
    Q_OBJECT
public:
    explicit RowHover(QTableView& view);

    /// -1: none.
    [[nodiscard]] int row() const { return m_row; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void enter(int row);
    void repaint(int row);

    QTableView& m_view;
    int m_row = -1;
};

}  // namespace syncline::ui
