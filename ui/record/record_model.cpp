#include "ui/record/record_model.h"

#include <algorithm>
#include <utility>

namespace syncline::ui {
namespace {

/// Where the sides differ the values keep their tone: they stand on the tint that says so.
struct Muted {
    Cell operator()(TextCell cell) const {
        cell.tone = cell.tone == Tone::Normal ? Tone::Muted : cell.tone;
        return cell;
    }
    Cell operator()(ValueCell cell) const {
        cell.tone = cell.tone == Tone::Normal && !cell.tinted ? Tone::Muted : cell.tone;
        return cell;
    }
    template <typename Other>
    Cell operator()(Other cell) const {
        return cell;
    }
};

}  // namespace

std::vector<Column> recordColumns() {
    std::vector<Column> all(kRecordColumns);
    const auto set = [&](RecordColumn column, int width, int least) {
        all[static_cast<std::size_t>(column)].width = width;
        all[static_cast<std::size_t>(column)].least = least;
    };
    set(kField, 132, 112);
    set(kSalesforceValue, 164, 104);
    set(kSalesforceWritten, 188, 156);
    set(kAgreed, 132, 112);
    set(kState, 148, 124);
    set(kRule, 116, 96);
    set(kHubSpotValue, 164, 104);
    set(kHubSpotWritten, 0, 180);
    return all;
}

void RecordModel::setRecord(const RecordState& record, const TimeFormat& times, core::PerSide<core::Mode> mode) {
    const bool isSame =
        m_record && m_record->entity.id == record.entity.id && m_record->fields.size() == record.fields.size();
    if (!isSame)
        beginResetModel();
    m_record = record;
    m_times = times;
    m_mode = mode;
    if (!isSame)
        endResetModel();
    else if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, kRecordColumns - 1));
}

void RecordModel::clear() {
    beginResetModel();
    m_record.reset();
    endResetModel();
}

void RecordModel::setOld(bool isOld) {
    if (std::exchange(m_isOld, isOld) != isOld && rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, kRecordColumns - 1), {kCellRole});
}

const MappedField* RecordModel::field(int row) const {
    return row >= 0 && row < rowCount() ? &m_record->fields[static_cast<std::size_t>(row)] : nullptr;
}

int RecordModel::rowOf(const QString& field) const {
    if (!m_record)
        return -1;
    const auto found = std::find_if(m_record->fields.begin(), m_record->fields.end(),
                                    [&](const MappedField& one) { return one.name == field.toStdString(); });
    return found == m_record->fields.end() ? -1 : static_cast<int>(found - m_record->fields.begin());
}

core::Cell RecordModel::ledger(int row) const {
    const MappedField* one = field(row);
    if (one == nullptr)
        return {};
    const auto found = m_record->entity.cells.find(one->name);
    return found == m_record->entity.cells.end() ? core::Cell() : found->second;
}

FieldLedger RecordModel::fieldLedger(int row) const {
    FieldLedger known{ledger(row), {}};
    const MappedField* one = field(row);
    if (one == nullptr)
        return known;
    const auto brought = m_record->brought.find(one->name);
    if (brought != m_record->brought.end())
        known.brought = brought->second;
    return known;
}

int RecordModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_record ? 0 : static_cast<int>(m_record->fields.size());
}

int RecordModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kRecordColumns;
}

QVariant RecordModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::ToolTipRole)
        return toolTip(index);
    if (role != kCellRole && role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    const Cell cell = recordCell(*field(index.row()), fieldLedger(index.row()),
                                 static_cast<RecordColumn>(index.column()), m_times, m_mode);
    if (role != kCellRole)
        return plainText(cell);
    return QVariant::fromValue(m_isOld ? std::visit(Muted(), cell) : cell);
}

/// Sentences of what a short cell says; the others show what they had no room for.
QVariant RecordModel::toolTip(const QModelIndex& index) const {
    if (index.column() != kSalesforceWritten && index.column() != kHubSpotWritten)
        return {};
    const core::Side side = index.column() == kSalesforceWritten ? core::Side::Salesforce : core::Side::HubSpot;
    const QString words = writtenInWords(fieldLedger(index.row()), side, m_times);
    return words.isEmpty() ? QVariant() : QVariant(QStringLiteral("<p>%1</p>").arg(words.toHtmlEscaped()));
}

QVariant RecordModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
        case kField:
            return QString();
        case kAgreed:
            return tr("Agreed value");
        case kState:
            return tr("State");
        case kRule:
            return tr("Rule");
        case kSalesforceValue:
        case kHubSpotValue:
            return tr("Value");
        default:
            return tr("Last written");
    }
}

}  // namespace syncline::ui
