#include "ui/shell/palette_model.h"

#include <optional>
#include <utility>

namespace syncline::ui {
namespace {

QString groupName(PaletteGroup group) {
    switch (group) {
        case PaletteGroup::Records:
            return PaletteModel::tr("Records");
        case PaletteGroup::NeedsYou:
            return PaletteModel::tr("Needs you");
        case PaletteGroup::Actions:
            return PaletteModel::tr("Actions");
        case PaletteGroup::Filters:
            return PaletteModel::tr("Filters");
    }
    return {};
}

QString spoken(const PaletteItem& item) {
    QString text = item.text;
    if (!item.detail.isEmpty())
        text += QStringLiteral(", ") + item.detail;
    if (!item.key.isEmpty())
        text += QStringLiteral(", ") + item.key;
    return text;
}

}  // namespace

void PaletteModel::set(std::vector<PaletteItem> items, const QString& needle) {
    beginResetModel();
    m_needle = needle;
    m_rows.clear();
    std::optional<PaletteGroup> group;
    for (PaletteItem& item : items) {
        if (group != item.group)
            m_rows.emplace_back(item.group);
        group = item.group;
        m_rows.emplace_back(std::move(item));
    }
    endResetModel();
}

const PaletteItem* PaletteModel::itemAt(int row) const {
    if (row < 0 || row >= rowCount())
        return nullptr;
    return std::get_if<PaletteItem>(&m_rows[static_cast<std::size_t>(row)]);
}

int PaletteModel::itemFrom(int row, int direction) const {
    for (; row >= 0 && row < rowCount(); row += direction) {
        if (const PaletteItem* item = itemAt(row); item != nullptr && !item->isNote)
            return row;
    }
    return -1;
}

int PaletteModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& row = m_rows[static_cast<std::size_t>(index.row())];
    const auto* item = std::get_if<PaletteItem>(&row);
    switch (role) {
        case Qt::DisplayRole:
            return item != nullptr ? item->text : groupName(std::get<PaletteGroup>(row));
        case Qt::AccessibleTextRole:
            return item != nullptr ? spoken(*item) : groupName(std::get<PaletteGroup>(row));
        case ItemRole:
            return QVariant::fromValue(item);
        case NeedleRole:
            return m_needle;
        default:
            return {};
    }
}

Qt::ItemFlags PaletteModel::flags(const QModelIndex& index) const {
    const PaletteItem* item = itemAt(index.row());
    if (item == nullptr || item->isNote)
        return Qt::NoItemFlags;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

}  // namespace syncline::ui
