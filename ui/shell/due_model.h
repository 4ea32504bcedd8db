#pragma once

#include "ui/bridge/query.h"

#include <QAbstractTableModel>
#include <vector>

namespace syncline::ui {

/// Values that are due: record, field, what is there now and what would be.
class DueModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    void set(std::vector<DueValue> values);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<DueValue> m_values;
};

}  // namespace syncline::ui
