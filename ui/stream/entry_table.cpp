#include "ui/stream/entry_table.h"

#include <utility>

namespace syncline::ui::stream {

const EntryRow* EntryTable::entryOf(core::Seq seq) const {
    const auto row = rowOf(seq.value());
    return row && seqAt(*row) == seq ? entryAt(*row) : nullptr;
}

bool EntryTable::holds(core::Seq seq) const {
    const auto row = rowOf(seq.value());
    return row && seqAt(*row) == seq;
}

void EntryTable::setLook(EntryLook look) {
    m_look = std::move(look);
    if (rowCount() > 0)
        emit rowsChanged(0, rowCount() - 1);
}

void EntryTable::setChain(const Chain& chain) {
    if (m_look.chain == chain)
        return;
    m_look.chain = chain;
    if (rowCount() > 0)
        emit rowsChanged(0, rowCount() - 1);
}

Cell EntryTable::cell(qint64 row, int column) const {
    const EntryRow* const entry = entryAt(row);
    if (entry != nullptr)
        return entryCell(*entry, column, m_look);
    return isUnreadable(row) ? unreadableCell(column, seqAt(row).value_or(core::Seq{}), m_look)
                             : unloadedCell(row, column, seqAt(row), m_look);
}

Tone EntryTable::rowFill(qint64 row) const {
    const EntryRow* const entry = entryAt(row);
    if (entry != nullptr)
        return entryFill(*entry);
    return isUnreadable(row) ? Tone::Failure : Tone::Normal;
}

qint64 EntryTable::keyOf(qint64 row) const {
    return seqAt(row).value_or(core::Seq{}).value();
}

void EntryTable::noticeRules(const EntryRow& row) {
    if (row.entry.kind() != core::EntryKind::PolicyChanged || row.entry.seq <= m_newestRules)
        return;
    m_newestRules = row.entry.seq;
    emit rulesChangedBy(m_newestRules);
}

}  // namespace syncline::ui::stream
