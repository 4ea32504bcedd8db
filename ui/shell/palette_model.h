#pragma once

#include "ui/shell/palette_item.h"

#include <QAbstractListModel>
#include <variant>
#include <vector>

namespace syncline::ui {

/// The palette's rows: a heading for each group that has items, and below it the items.
class PaletteModel : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;

    enum Role { ItemRole = Qt::UserRole + 1, NeedleRole };

    /// Items of one group stand together. `needle` is what is underlined in their texts.
    void set(std::vector<PaletteItem> items, const QString& needle);
    /// Null for a heading or no row.
    [[nodiscard]] const PaletteItem* itemAt(int row) const;
    /// The row of the nearest item that can be chosen, in that direction (1 or -1) from `row` on; -1: there is none.
    [[nodiscard]] int itemFrom(int row, int direction) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    std::vector<std::variant<PaletteGroup, PaletteItem>> m_rows;
    QString m_needle;
};

}  // namespace syncline::ui

Q_DECLARE_METATYPE(const syncline::ui::PaletteItem*)
