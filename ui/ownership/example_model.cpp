#include "ui/ownership/example_model.h"

#include "ui/widgets/cell.h"

namespace syncline::ui {
namespace {

constexpr int kColumns = 4;

/// The value that stands by an outcome; none where a person is asked.
const core::Version* winner(const core::FieldDecision& decision, core::Outcome outcome) {
    if (outcome == core::Outcome::Won && decision.version)
        return &*decision.version;
    if (outcome == core::Outcome::Lost && decision.standing)
        return &*decision.standing;
    return nullptr;
}

Cell valueCell(const core::FieldDecision& decision, core::Outcome outcome) {
    const core::Version* version = winner(decision, outcome);
    if (version == nullptr) {
        TextCell cell;
        cell.text = ExampleModel::tr("conflict");
        cell.icon = Icon::Conflicts;
        cell.tone = Tone::Attention;
        return cell;
    }
    TextCell cell;
    cell.text = shownValue(version->value[version->id.side]);
    cell.isMono = true;
    cell.tone = version->id.side == core::Side::Salesforce ? Tone::Salesforce : Tone::HubSpot;
    return cell;
}

}  // namespace

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
    return parent.isValid() ? 0 : kColumns;
}

QVariant ExampleModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RuleDifference& one = m_examples[static_cast<std::size_t>(index.row())];
    Cell cell;
    TextCell text;
    switch (index.column()) {
        case 0:
            text.text = m_times.second(one.row.entry.captureTime);
            text.isMono = true;
            cell = text;
            break;
        case 1:
            text.text = QString::fromStdString(one.row.title);
            cell = text;
            break;
        case 2:
            cell = valueCell(one.decision, one.decision.outcome);
            break;
        default:
            cell = valueCell(one.decision, one.would);
            break;
    }
    if (role == kCellRole)
        return QVariant::fromValue(cell);
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
        return plainText(cell);
    return {};
}

QVariant ExampleModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
        case 0:
            return tr("Time");
        case 1:
            return tr("Record");
        case 2:
            return tr("Won");
        default:
            return tr("Would win");
    }
}

}  // namespace syncline::ui
