#include "ui/record/history_model.h"

#include "engine/core/candidates.h"
#include "ui/widgets/cell.h"
#include "ui/widgets/entry_kinds.h"

#include <QStringList>
#include <algorithm>

namespace syncline::ui {
namespace {

constexpr int kColumns = 5;

QString text(std::string_view words) {
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

QString actionInWords(core::Action action) {
    switch (action) {
        case core::Action::Create:
            return HistoryModel::tr("created");
        case core::Action::Update:
            return HistoryModel::tr("no field that is mapped");
        case core::Action::Delete:
            return HistoryModel::tr("deleted");
        case core::Action::Undelete:
            return HistoryModel::tr("undeleted");
        case core::Action::Merge:
            return HistoryModel::tr("merged");
    }
    return {};
}

struct InShort {
    QString operator()(const core::ChangeCaptured& body) const {
        QStringList fields;
        for (const core::FieldChange& field : body.change.fields)
            fields << text(field.field) + QStringLiteral(" = ") + shownValue(field.value[body.change.side]);
        return fields.isEmpty() ? actionInWords(body.change.action) : fields.join(QStringLiteral(", "));
    }
    QString operator()(const core::FieldsDecided& body) const {
        QStringList fields;
        for (const core::FieldDecision& field : body.fields)
            fields << text(field.field) + QLatin1Char(' ') + text(core::name(field.outcome));
        return fields.join(QStringLiteral(", "));
    }
    QString operator()(const core::ConflictOpened& body) const { return text(body.field); }
    QString operator()(const core::ConflictUpdated& body) const { return text(body.field); }
    QString operator()(const core::ConflictResolved& body) const {
        return text(body.field) + QStringLiteral(" = ") + shownValue(body.standing.value.salesforce);
    }
    QString operator()(const core::WriteSent& body) const {
        QStringList fields;
        for (const core::WrittenField& field : body.fields)
            fields << text(field.field) + QStringLiteral(" = ") + shownValue(field.version.value[body.side]);
        return fields.join(QStringLiteral(", "));
    }
    QString operator()(const core::WriteSucceeded& body) const {
        return HistoryModel::tr("answers %1").arg(sequence(body.write));
    }
    QString operator()(const core::WriteFailed& body) const {
        return text(body.code) + QStringLiteral(": ") + text(body.message);
    }
    QString operator()(const core::RecordLinked& body) const {
        return text(body.record.salesforce) + QStringLiteral(" ↔ ") + text(body.record.hubspot);
    }
    /// Those that differ are named.
    QString operator()(const core::BaselineRead& body) const {
        QStringList parts(
            HistoryModel::tr("%n field(s) read on both sides", nullptr, static_cast<int>(body.fields.size())));
        for (const core::BaselineField& field : body.fields) {
            const auto& [salesforce, hubspot] = field.read;
            if (!core::sameValues(salesforce, hubspot))
                parts << HistoryModel::tr("%1: Salesforce %2 · HubSpot %3")
                             .arg(text(field.field), shownValue(salesforce.value.salesforce),
                                  shownValue(hubspot.value.hubspot));
        }
        return parts.join(QStringLiteral(", "));
    }
    QString operator()(const core::PolicyChanged&) const { return HistoryModel::tr("rules changed"); }
    QString operator()(const core::GapDetected& body) const { return text(body.reason); }
    QString operator()(const core::ConnectorStateChanged& body) const { return text(core::name(body.phase)); }
    QString operator()(const core::RecordDeleted& body) const {
        return body.undeleted ? HistoryModel::tr("it is back") : HistoryModel::tr("it is gone");
    }
};

Cell cellOf(const core::Entry& entry, int column, const TimeFormat& times) {
    TextCell cell;
    switch (column) {
        case 0:
            cell.text = sequence(entry.seq);
            cell.isMono = true;
            return cell;
        case 1:
            cell.text = times.moment(entry.captureTime);
            cell.isMono = true;
            return cell;
        case 2:
            cell.text = kindWord(entry.kind());
            cell.icon = kindIcon(entry.kind());
            return cell;
        case 3:
            return entry.side ? Cell(SideCell{entry.side}) : Cell(cell);
        default:
            cell.text = entryInShort(entry);
            cell.isMono = true;
            return cell;
    }
}

}  // namespace

QString entryInShort(const core::Entry& entry) {
    return std::visit(InShort(), entry.body);
}

std::vector<Column> historyColumns() {
    std::vector<Column> all(5);
    const int widths[] = {92, 168, 136, 44, 0};
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i].width = widths[i];
    return all;
}

QString textOf(const HistoryModel& model, QModelIndexList rows) {
    if (rows.isEmpty()) {
        for (int row = 0; row < model.rowCount(); ++row)
            rows << model.index(row, 0);
    }
    std::sort(rows.begin(), rows.end(), [](const QModelIndex& a, const QModelIndex& b) { return a.row() < b.row(); });
    QString text;
    for (const QModelIndex& row : rows) {
        QStringList cells;
        for (int column = 0; column < kColumns; ++column)
            cells << row.siblingAtColumn(column).data(Qt::DisplayRole).toString();
        text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
    }
    return text;
}

void HistoryModel::setEntries(std::vector<EntryRow> entries, TimeFormat times) {
    if (entries == m_entries)
        return;
    beginResetModel();
    m_entries = std::move(entries);
    m_times = std::move(times);
    endResetModel();
}

int HistoryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int HistoryModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumns;
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::TextAlignmentRole && index.column() == 0)
        return QVariant::fromValue<Qt::Alignment>(Qt::AlignRight | Qt::AlignVCenter);
    if (role != kCellRole && role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    const Cell cell = cellOf(m_entries[static_cast<std::size_t>(index.row())].entry, index.column(), m_times);
    return role == kCellRole ? QVariant::fromValue(cell) : QVariant(plainText(cell));
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
        case 0:
            return tr("Sequence");
        case 1:
            return tr("Time");
        case 2:
            return tr("Entry");
        case 3:
            return tr("Side");
        default:
            return tr("What");
    }
}

}  // namespace syncline::ui
