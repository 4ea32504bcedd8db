#pragma once

#include "ui/bridge/query.h"
#include "ui/ownership/staged_rules.h"
#include "ui/widgets/cell.h"
#include "ui/widgets/column_widths.h"

#include <QAbstractTableModel>
#include <QString>
#include <optional>
#include <vector>

namespace syncline::ui {

enum RuleColumn {
    kField,
    kSalesforceField,
    kDirection,
    kHubSpotField,
    kRule,
    kChanges,
    kConflicts,
    kPhotoFinishes,
    kRuleColumns
};

/// Their widths, in the model's order.
[[nodiscard]] std::vector<Column> ruleColumns();

/// The fields of one object, a line each, those that a filter of words takes.
class RuleModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    /// The rows stay where only the counts are others.
    void setObject(std::optional<RuledObject> object);
    void setStaged(const StagedRules& staged);
    void setFilter(const QString& text);
    /// A side does not answer: what the lines say may be so no more, and they are muted.
    void setOld(bool isOld);

    [[nodiscard]] const RuledObject* object() const { return m_object ? &*m_object : nullptr; }
    /// Null outside the lines.
    [[nodiscard]] const MappedField* field(int row) const;
    [[nodiscard]] int rowOf(const QString& field) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void choose();
    /// As it is staged, else as it is in force.
    [[nodiscard]] const core::Admission& admissionOf(const MappedField& field) const;
    [[nodiscard]] Cell cell(const MappedField& field, int column) const;
    [[nodiscard]] Cell shown(const MappedField& field, int column) const;
    [[nodiscard]] TextCell ruleCell(const MappedField& field) const;

    std::optional<RuledObject> m_object;
    StagedRules m_staged;
    QString m_filter;
    bool m_isOld = false;
    std::vector<std::size_t> m_shown;  ///< indexes of fields
};

}  // namespace syncline::ui
