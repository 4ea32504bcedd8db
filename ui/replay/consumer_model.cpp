#include "ui/replay/consumer_model.h"

#include <algorithm>

namespace syncline::ui {
namespace {

Cell nameCell(const ConsumerLine& line) {
    TextCell cell;
    cell.text = line.name;
    cell.tone = line.isOld ? Tone::Muted : Tone::Normal;
    cell.after = line.note;
    cell.isStrong = line.kind == ConsumerLine::Kind::Group;
    return cell;
}

/// What needs a person does so all the same.
Tone stateTone(const ConsumerLine& line) {
    const bool isUrgent = line.tone == Tone::Attention || line.tone == Tone::Failure;
    return line.isOld && !isUrgent ? Tone::Muted : line.tone;
}

std::optional<Cell> cellOf(const ConsumerLine& line, int column) {
    if (column == kConsumer)
        return nameCell(line);
    if (line.kind == ConsumerLine::Kind::Group)
        return std::nullopt;
    TextCell cell;
    cell.tone = line.isOld ? Tone::Muted : Tone::Normal;
    switch (column) {
        case kState:
            cell.text = line.state;
            cell.icon = line.icon;
            cell.tone = stateTone(line);
            return cell;
        case kCommitted:
            if (!line.committed)
                return std::nullopt;
            cell.text = sequence(*line.committed);
            cell.isMono = true;
            return cell;
        case kBehind:
            cell.text = line.behind;
            return cell;
        default:
            return std::nullopt;
    }
}

}  // namespace

void ConsumerModel::setLines(std::vector<ConsumerLine> lines) {
    if (lines.size() != m_lines.size()) {
        beginResetModel();
        m_lines = std::move(lines);
        endResetModel();
        return;
    }
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i] == m_lines[i])
            continue;
        m_lines[i] = std::move(lines[i]);
        const int row = static_cast<int>(i);
        emit dataChanged(index(row, 0), index(row, kConsumerColumns - 1));
    }
}

const ConsumerLine* ConsumerModel::line(int row) const {
    return row >= 0 && row < rowCount() ? &m_lines[static_cast<std::size_t>(row)] : nullptr;
}

int ConsumerModel::rowOf(const QString& consumer) const {
    const auto found = std::find_if(m_lines.begin(), m_lines.end(), [&](const ConsumerLine& one) {
        return one.kind == ConsumerLine::Kind::Stream && one.name == consumer;
    });
    return found == m_lines.end() ? -1 : static_cast<int>(found - m_lines.begin());
}

int ConsumerModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

int ConsumerModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kConsumerColumns;
}

QVariant ConsumerModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ConsumerLine& line = m_lines[static_cast<std::size_t>(index.row())];
    if (role == kRowKindRole)
        return QVariant::fromValue(line.kind == ConsumerLine::Kind::Group ? RowKind::Group : RowKind::Normal);
    const std::optional<Cell> cell = cellOf(line, index.column());
    if (role == kCellRole)
        return cell ? QVariant::fromValue(*cell) : QVariant();
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
        return cell ? QVariant(plainText(*cell)) : QVariant();
    if (role == Qt::TextAlignmentRole && (index.column() == kCommitted || index.column() == kBehind))
        return QVariant::fromValue<Qt::Alignment>(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

QVariant ConsumerModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue<Qt::Alignment>(
            (section == kCommitted || section == kBehind ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
        case kConsumer:
            return tr("Consumer");
        case kState:
            return tr("State");
        case kCommitted:
            return tr("Committed");
        case kBehind:
            return tr("Behind");
        default:
            return QString();
    }
}

Qt::ItemFlags ConsumerModel::flags(const QModelIndex& index) const {
    if (!index.isValid())
        return Qt::NoItemFlags;
    const ConsumerLine* one = line(index.row());
    if (one == nullptr || one->kind == ConsumerLine::Kind::Group)
        return Qt::ItemIsEnabled;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable;
}

}  // namespace syncline::ui
