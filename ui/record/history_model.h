#pragma once

#include "ui/bridge/query.h"
#include "ui/widgets/column_widths.h"
#include "ui/widgets/format.h"

#include <QAbstractTableModel>
#include <vector>

namespace syncline::ui {

/// The entries of a record, newest first.
class HistoryModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setEntries(std::vector<EntryRow> entries, TimeFormat times);
    [[nodiscard]] const std::vector<EntryRow>& entries() const { return m_entries; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<EntryRow> m_entries;
    TimeFormat m_times;
};

/// Of its columns, in their order.
[[nodiscard]] std::vector<Column> historyColumns();
/// Those rows as lines, their cells by tabs; of none: all of them.
[[nodiscard]] QString textOf(const HistoryModel& model, QModelIndexList rows);

/// What an entry says, in a line: "phone, title", "phone applied, title lost".
[[nodiscard]] QString entryInShort(const core::Entry& entry);

}  // namespace syncline::ui
