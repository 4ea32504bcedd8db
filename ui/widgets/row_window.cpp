#include "ui/widgets/row_window.h"

#include <algorithm>
#include <utility>

namespace syncline::ui {

RowWindow::RowWindow(std::vector<Column> columns, QObject* parent)
    : QAbstractTableModel(parent), m_columns(std::move(columns)) {}

void RowWindow::setSource(RowSource* source) {
    beginResetModel();
    m_source = source;
    m_top = 0;
    m_rows = 0;
    endResetModel();
}

void RowWindow::show(qint64 top, int rows) {
    const bool isElsewhere = top != m_top;
    m_top = top;
    const int staying = std::min(m_rows, rows);
    setRowCount(rows);
    if (isElsewhere && staying > 0)
        emit dataChanged(index(0, 0), index(staying - 1, columnCount() - 1));
}

void RowWindow::setRowCount(int rows) {
    if (rows > m_rows) {
        beginInsertRows({}, m_rows, rows - 1);
        m_rows = rows;
        endInsertRows();
    } else if (rows < m_rows) {
        beginRemoveRows({}, rows, m_rows - 1);
        m_rows = rows;
        endRemoveRows();
    }
}

void RowWindow::refresh(qint64 first, qint64 last) {
    const qint64 from = std::max(first, m_top);
    const qint64 to = std::min(last, m_top + m_rows - 1);
    if (from <= to)
        emit dataChanged(index(static_cast<int>(from - m_top), 0),
                         index(static_cast<int>(to - m_top), columnCount() - 1));
}

int RowWindow::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_rows;
}

int RowWindow::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant RowWindow::data(const QModelIndex& index, int role) const {
    if (!m_source || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const qint64 row = m_top + index.row();
    // The source may have fewer rows by now: it says so in a moment.
    if (row >= m_source->rowCount())
        return {};
    switch (role) {
        case kCellRole:
            return QVariant::fromValue(m_source->cell(row, index.column()));
        case kRowFillRole:
            return QVariant::fromValue(m_source->rowFill(row));
        case kKeyRole:
            return m_source->keyOf(row);
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return plainText(m_source->cell(row, index.column()));
        case Qt::TextAlignmentRole: {
            const auto align = m_columns[static_cast<std::size_t>(index.column())].align;
            return static_cast<int>(align | Qt::AlignVCenter);
        }
        default:
            return {};
    }
}

QVariant RowWindow::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const Column& column = m_columns[static_cast<std::size_t>(section)];
    switch (role) {
        case Qt::DisplayRole:
            return column.title;
        case Qt::ToolTipRole:
            return column.help;
        case Qt::TextAlignmentRole:
            return static_cast<int>(column.align | Qt::AlignVCenter);
        default:
            return {};
    }
}

}  // namespace syncline::ui
