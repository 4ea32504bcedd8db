#include "ui/ownership/example_model.h"

#include <algorithm>

namespace syncline::ui {
namespace {

/// The value that stands by an outcome; none where a person is asked.
const core::Version* winner(const core::FieldDecision& decision, core::Outcome outcome) {
    switch (outcome) {
        case core::Outcome::Won:
        case core::Outcome::Applied:
            return decision.version ? &*decision.version : nullptr;
        case core::Outcome::Lost:
        case core::Outcome::Refused:
        case core::Outcome::Converged:
            return decision.standing ? &*decision.standing : nullptr;
        default:
            return nullptr;
    }
}

/// The side whose change was refused keeps it all the same.
bool wasKeptApart(const core::FieldDecision& decision) {
    return decision.outcome == core::Outcome::Refused && decision.version
           && decision.change.apart[decision.version->id.side].has_value();
}

/// Of a change that lost or was reverted, another end that refuses it can only be to keep it.
bool wouldBeKeptApart(const RuleDifference& one) {
    const core::Outcome was = one.decision.outcome;
    return one.would == core::Outcome::Refused
           && (was == core::Outcome::Lost || (was == core::Outcome::Refused && !wasKeptApart(one.decision)));
}

/// "HubSpot, Jane"
QString whose(const core::Version& version) {
    const QString writer = writerName(version.writer);
    const QString side = sideName(version.id.side);
    return writer.isEmpty() ? side : ExampleModel::tr("%1, %2", "a side, who wrote").arg(side, writer);
}

}  // namespace

ExampleModel::ExampleModel(Of rules, QObject* parent)
    : QAbstractTableModel(parent),
      m_columns(rules == Of::OneRule
                    ? std::vector{Column::Time, Column::Record, Column::Won, Column::WouldWin}
                    : std::vector{Column::Time, Column::Record, Column::Field, Column::Won, Column::WouldWin}) {}

void ExampleModel::setExamples(std::vector<RuleDifference> examples, TimeFormat times) {
    beginResetModel();
    m_examples = std::move(examples);
    m_times = std::move(times);
    endResetModel();
}

const RuleDifference* ExampleModel::example(int row) const {
    return row >= 0 && row < rowCount() ? &m_examples[static_cast<std::size_t>(row)] : nullptr;
}

int ExampleModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_examples.size());
}

int ExampleModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

Cell ExampleModel::cell(const RuleDifference& one, Column column) const {
    TextCell text;
    switch (column) {
        case Column::Time:
            text.text = m_times.second(one.row.entry.captureTime);
            text.isMono = true;
            break;
        case Column::Record:
            text.text = QString::fromStdString(one.row.title);
            break;
        case Column::Field:
            text.text = QString::fromStdString(one.decision.field);
            text.isMono = true;
            break;
        case Column::Won:
            return valueCell(one.decision, one.decision.outcome, wasKeptApart(one.decision));
        case Column::WouldWin:
            return valueCell(one.decision, one.would, wouldBeKeptApart(one));
    }
    return text;
}

Cell ExampleModel::valueCell(const core::FieldDecision& decision, core::Outcome outcome, bool isKeptApart) const {
    TextCell cell;
    const core::Version* version = winner(decision, outcome);
    if (version == nullptr) {
        cell.text = tr("conflict");
        cell.icon = Icon::Conflicts;
        cell.tone = Tone::Attention;
        return cell;
    }
    cell.text = shownValue(version->value[version->id.side]);
    cell.isMono = true;
    // Two values that differ often do so at their ends.
    cell.elide = Qt::ElideMiddle;
    cell.tone = version->id.side == core::Side::Salesforce ? Tone::Salesforce : Tone::HubSpot;
    const bool isOfSeveral = std::find(m_columns.begin(), m_columns.end(), Column::Field) != m_columns.end();
    if (isOfSeveral)
        cell.after = whose(*version);
    if (isKeptApart)
        cell.after +=
            cell.after.isEmpty() ? tr("other kept") : tr("; other kept", "the other side keeps its own value");
    return cell;
}

QVariant ExampleModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Cell shown =
        cell(m_examples[static_cast<std::size_t>(index.row())], m_columns[static_cast<std::size_t>(index.column())]);
    if (role == kCellRole)
        return QVariant::fromValue(shown);
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
        return plainText(shown);
    return {};
}

QVariant ExampleModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= columnCount())
        return {};
    switch (m_columns[static_cast<std::size_t>(section)]) {
        case Column::Time:
            return tr("Time");
        case Column::Record:
            return tr("Record");
        case Column::Field:
            return tr("Field");
        case Column::Won:
            return tr("Won");
        case Column::WouldWin:
            return tr("Would win");
    }
    return {};
}

}  // namespace syncline::ui
