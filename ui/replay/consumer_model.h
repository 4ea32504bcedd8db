#pragma once

#include "ui/replay/consumer_lines.h"

#include <QAbstractTableModel>
#include <vector>

namespace syncline::ui {

enum ConsumerColumn { kConsumer, kState, kCommitted, kBehind, kTimeLine, kAction, kConsumerColumns };

/// Sources and consumers, a line each. Lines that change keep their place, so that a choice stays.
class ConsumerModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setLines(std::vector<ConsumerLine> lines);
    /// Null outside the lines.
    [[nodiscard]] const ConsumerLine* line(int row) const;
    /// The row of a downstream stream; -1: there is none of that name.
    [[nodiscard]] int rowOf(const QString& consumer) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    std::vector<ConsumerLine> m_lines;
};

}  // namespace syncline::ui
