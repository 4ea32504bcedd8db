#include "ui/shell/due_model.h"

#include "ui/widgets/cell.h"

#include <utility>

namespace syncline::ui {
namespace {

enum Column { Record, Field, Change, Columns };

Cell cellOf(const DueValue& value, int column) {
    if (column == Record)
        return TextCell{QString::fromStdString(value.title)};
    if (column == Field)
        return TextCell{QString::fromStdString(value.field), Tone::Normal, true};
    return ChangeCell{value.now, value.after};
}

}  // namespace

void DueModel::set(std::vector<DueValue> values) {
    beginResetModel();
    m_values = std::move(values);
    endResetModel();
}

int DueModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_values.size());
}

int DueModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : Columns;
}

QVariant DueModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Cell cell = cellOf(m_values[static_cast<std::size_t>(index.row())], index.column());
    if (role == kCellRole)
        return QVariant::fromValue(cell);
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
        return plainText(cell);
    return {};
}

QVariant DueModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
        case Record:
            return tr("Record");
        case Field:
            return tr("Field");
        case Change:
            return tr("Now → after");
        default:
            return {};
    }
}

}  // namespace syncline::ui
