#include "ui/conflicts/inbox_model.h"

#include "ui/conflicts/conflict_words.h"
#include "ui/widgets/format.h"

#include <algorithm>

namespace syncline::ui {

void InboxModel::setConflicts(std::vector<ConflictRow> conflicts) {
    if (conflicts == m_conflicts)
        return;
    beginResetModel();
    m_conflicts = std::move(conflicts);
    arrange();
    endResetModel();
}

void InboxModel::setOrder(InboxOrder order) {
    beginResetModel();
    m_order = order;
    arrange();
    endResetModel();
}

void InboxModel::setFilter(const QString& text) {
    beginResetModel();
    m_filter = text;
    arrange();
    endResetModel();
}

void InboxModel::arrange() {
    m_lines = linesOf(m_conflicts);
}

std::vector<InboxLine> InboxModel::linesOf(const std::vector<ConflictRow>& conflicts) const {
    return inboxLines(conflicts, m_order, m_filter);
}

const ConflictRow* InboxModel::conflict(int row) const {
    if (row < 0 || row >= rowCount())
        return nullptr;
    const std::optional<std::size_t> index = m_lines[static_cast<std::size_t>(row)].conflict;
    return index ? &m_conflicts[*index] : nullptr;
}

int InboxModel::rowOf(core::Seq wanted) const {
    for (int row = 0; row < rowCount(); ++row) {
        if (const ConflictRow* one = conflict(row); one != nullptr && one->conflict == wanted)
            return row;
    }
    return -1;
}

int InboxModel::next(int row, int step) const {
    for (int candidate = row + step; candidate >= 0 && candidate < rowCount(); candidate += step) {
        if (conflict(candidate) != nullptr)
            return candidate;
    }
    return -1;
}

int InboxModel::placeOf(core::Seq wanted) const {
    int place = 0;
    for (int row = 0; row < rowCount(); ++row) {
        const ConflictRow* one = conflict(row);
        place += one != nullptr ? 1 : 0;
        if (one != nullptr && one->conflict == wanted)
            return place;
    }
    return 0;
}

int InboxModel::shownCount() const {
    return static_cast<int>(
        std::count_if(m_lines.begin(), m_lines.end(), [](const InboxLine& line) { return line.conflict.has_value(); }));
}

int InboxModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

QString InboxModel::spoken(const InboxLine& line) const {
    if (!line.conflict)
        return tr("%1 %2, %n conflict(s)", nullptr, line.count).arg(line.cause, line.field);
    const ConflictRow& one = m_conflicts[*line.conflict];
    if (one.resolved)
        return tr("%1 of %2, %3")
            .arg(QString::fromStdString(one.field.name), QString::fromStdString(one.title), outcomeInShort(one));
    return tr("%1 of %2, open for %3")
        .arg(QString::fromStdString(one.field.name), QString::fromStdString(one.title),
             ui::span(std::chrono::duration_cast<std::chrono::milliseconds>(m_times.now() - one.openedAt)));
}

QVariant InboxModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const InboxLine& line = m_lines[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return spoken(line);
        case kInboxLineRole:
            return QVariant::fromValue(&line);
        case kInboxConflictRole:
            return QVariant::fromValue(conflict(index.row()));
        default:
            return {};
    }
}

Qt::ItemFlags InboxModel::flags(const QModelIndex& index) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return Qt::NoItemFlags;
    return conflict(index.row()) != nullptr ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::ItemIsEnabled;
}

}  // namespace syncline::ui
