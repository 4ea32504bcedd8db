#pragma once

#include "ui/widgets/row_source.h"
#include "ui/widgets/windowed_table.h"

#include <QAbstractTableModel>
#include <QPointer>
#include <vector>

namespace syncline::ui {

/// The model of a windowed table: the rows of its source that are on the screen, and no others. On the GUI thread.
class RowWindow final : public QAbstractTableModel {
    Q_OBJECT
public:
    explicit RowWindow(std::vector<Column> columns, QObject* parent = nullptr);

    void setSource(RowSource* source);
    /// Holds `rows` rows from `top` on; both lie inside the source.
    void show(qint64 top, int rows);
    /// The source's rows say something else, both included.
    void refresh(qint64 first, qint64 last);

    [[nodiscard]] qint64 top() const { return m_top; }
    [[nodiscard]] const std::vector<Column>& columns() const { return m_columns; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void setRowCount(int rows);

    std::vector<Column> m_columns;
    QPointer<RowSource> m_source;
    qint64 m_top = 0;
    int m_rows = 0;
};

}  // namespace syncline::ui
