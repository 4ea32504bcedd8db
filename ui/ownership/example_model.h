#pragma once

#include "ui/bridge/query.h"
#include "ui/widgets/cell.h"
#include "ui/widgets/format.h"

#include <QAbstractTableModel>
#include <vector>

namespace syncline::ui {

/// Decisions that would have fallen another way: when, whose, what won, what would have. Those of several rules also
/// say of which field they are, and which side and who a value is of.
class ExampleModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum class Of { OneRule, SeveralRules };
    explicit ExampleModel(Of rules = Of::OneRule, QObject* parent = nullptr);

    void setExamples(std::vector<RuleDifference> examples, TimeFormat times);
    /// Null outside the rows.
    [[nodiscard]] const RuleDifference* example(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    enum class Column { Time, Record, Field, Won, WouldWin };
    [[nodiscard]] Cell cell(const RuleDifference& one, Column column) const;
    [[nodiscard]] Cell valueCell(const core::FieldDecision& decision, core::Outcome outcome, bool isKeptApart) const;

    const std::vector<Column> m_columns;
    std::vector<RuleDifference> m_examples;
    TimeFormat m_times;
};

}  // namespace syncline::ui
