#pragma once

#include "ui/bridge/query.h"
#include "ui/widgets/format.h"

#include <QAbstractTableModel>
#include <vector>

namespace syncline::ui {

/// Decisions that would have fallen another way: when, whose, what won, what would have.
class ExampleModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setExamples(std::vector<RuleDifference> examples, TimeFormat times);
    /// Null outside the rows.
    [[nodiscard]] const RuleDifference* example(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<RuleDifference> m_examples;
    TimeFormat m_times;
};

}  // namespace syncline::ui
