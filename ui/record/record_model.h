#pragma once

#include "ui/record/field_rows.h"
#include "ui/widgets/column_widths.h"

#include <QAbstractTableModel>
#include <optional>
#include <vector>

namespace syncline::ui {

/// In the order of the model's columns. Values give way where a window is narrow; times do not.
[[nodiscard]] std::vector<Column> recordColumns();

/// The mapped fields of one record, a line each.
class RecordModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    /// The same record again keeps the lines, so that a choice stays.
    void setRecord(const RecordState& record, const TimeFormat& times, core::PerSide<core::Mode> mode);
    void clear();
    /// A side does not answer: what the lines say may be so no more, and they are muted.
    void setOld(bool isOld);
    [[nodiscard]] const RecordState* record() const { return m_record ? &*m_record : nullptr; }
    /// Null outside the lines.
    [[nodiscard]] const MappedField* field(int row) const;
    [[nodiscard]] int rowOf(const QString& field) const;
    /// Empty where nothing is known.
    [[nodiscard]] core::Cell ledger(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] FieldLedger fieldLedger(int row) const;
    [[nodiscard]] QVariant toolTip(const QModelIndex& index) const;

    std::optional<RecordState> m_record;
    TimeFormat m_times;
    core::PerSide<core::Mode> m_mode{core::Mode::Live, core::Mode::Live};
    bool m_isOld = false;
};

}  // namespace syncline::ui
