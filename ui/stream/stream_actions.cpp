#include "ui/stream/cell_menu.h"
#include "ui/stream/filter_line.h"
#include "ui/stream/filter_text.h"
#include "ui/stream/stream_control.h"
#include "ui/stream/stream_table.h"
#include "ui/widgets/windowed_table.h"

#include <QClipboard>
#include <QGuiApplication>
#include <algorithm>
#include <utility>

// What a person does in the stream: keys, menus, links.

namespace syncline::ui::stream {

bool StreamControl::tryChoose(core::Seq seq) {
    if (!m_rows.shown().holds(seq))
        return false;
    setFollowing(false);
    m_widgets.table->table()->setCurrentKey(seq.value());
    return true;
}

void StreamControl::goTo(core::Seq seq) {
    m_awaited.reset();
    if (seq == core::Seq{} || (!m_rows.isChanging() && tryChoose(seq)))
        return;
    m_awaited = seq;
    if (m_widgets.filter->text().isEmpty())
        return;
    // It may only not be found so far; else the filter stands in the way.
    MatchingEntries question{m_widgets.filter->filter(), seq};
    question.upwards = true;
    question.limit = 1;
    question.look = 1;
    m_askedPlace =
        m_world.bridge.query<MatchingEntries>(std::move(question), [this, seq](base::Result<Matches> answer) {
            const bool isTaken = answer && !answer->rows.empty() && answer->rows.front().entry.seq == seq;
            if (isTaken || m_awaited != seq)
                return;
            const QString filter = m_widgets.filter->text();
            m_widgets.filter->setText({});
            goTo(seq);
            m_world.navigator.toast(tr("Filter cleared to show %1").arg(sequence(seq)), tr("Put it back"),
                                    [line = m_widgets.filter, filter] { line->setText(filter); });
        });
}

void StreamControl::step(int by) {
    WindowedTable& table = *m_widgets.table->table();
    EntryTable& rows = m_rows.shown();
    if (rows.rowCount() == 0)
        return;
    const auto current = table.currentKey() ? rows.rowOf(*table.currentKey()) : std::nullopt;
    const qint64 inSight = by > 0 ? table.topRow() : table.topRow() + table.visibleRows() - 1;
    const qint64 row = std::clamp<qint64>(current ? *current + by : inSight, 0, rows.rowCount() - 1);
    setFollowing(false);
    table.setCurrentKey(rows.keyOf(row));
}

void StreamControl::goToProblem(bool upwards) {
    const WindowedTable& table = *m_widgets.table->table();
    EntryTable& rows = m_rows.shown();
    if (rows.rowCount() == 0)
        return;
    const qint64 bottom = std::min(table.topRow() + table.visibleRows(), rows.rowCount()) - 1;
    const qint64 beside = upwards ? rows.keyOf(table.topRow()) - 1 : rows.keyOf(bottom) + 1;
    m_problems.start(m_widgets.filter->text(), m_world.times.now(), core::Seq(table.currentKey().value_or(beside)),
                     upwards);
}

void StreamControl::goToCause() {
    if (m_chosen.detail() != nullptr)
        goTo(m_chosen.detail()->row.entry.cause);
}

void StreamControl::goToEffect() {
    // It may only be on its way.
    m_goesToEffect = m_chosen.seq().has_value() && m_chosen.detail() == nullptr;
    if (m_goesToEffect || !m_chosen.seq())
        return;
    const auto effect = m_chosen.effect();
    if (!effect)
        return say(tr("Nothing has come of %1 so far").arg(sequence(*m_chosen.seq())));
    goTo(*effect);
}

void StreamControl::open(core::Seq seq) {
    const EntryRow* const row = m_rows.shown().entryOf(seq);
    if (row == nullptr)
        return;
    if (std::holds_alternative<core::ConflictOpened>(row->entry.body))
        return m_world.navigator.showConflict(seq);
    if (const auto* const updated = std::get_if<core::ConflictUpdated>(&row->entry.body))
        return m_world.navigator.showConflict(updated->conflict);
    if (const auto* const resolved = std::get_if<core::ConflictResolved>(&row->entry.body))
        return m_world.navigator.showConflict(resolved->conflict);
    showRecord(*row);
}

void StreamControl::showRecord(const EntryRow& row) {
    if (row.entry.entity == core::EntityId{})
        return;
    const std::vector<FieldValues> fields = fieldsOf(row);
    m_world.navigator.showRecord(row.entry.entity,
                                 fields.empty() ? QString() : QString::fromStdString(fields.front().field));
}

void StreamControl::followRecord() {
    const auto key = m_widgets.table->table()->currentKey();
    const EntryRow* const row = key ? m_rows.shown().entryOf(core::Seq(*key)) : nullptr;
    if (row == nullptr || row->entry.entity == core::EntityId{})
        return;
    m_widgets.filter->setText(QStringLiteral("entity == %1").arg(row->entry.entity.value()));
    setFollowing(true);
}

void StreamControl::clearFilterOfNothing() {
    if (!m_widgets.table->showsRows() && m_rows.matching() != nullptr)
        m_widgets.filter->setText({});
}

void StreamControl::popUpMenu(core::Seq seq, int column, const QPoint& place) {
    const EntryRow* const row = m_rows.shown().entryOf(seq);
    if (row == nullptr)
        return;
    FilterLine* const line = m_widgets.filter;
    CellActions actions;
    actions.filterBy = [line](const QString& clause) { line->setText(withClause(line->text(), clause)); };
    actions.andNot = [line](const QString& clause) { line->setText(withoutClause(line->text(), clause)); };
    actions.followRecord = [this](const EntryRow&) { followRecord(); };
    actions.showRecord = [this](const EntryRow& of) { showRecord(of); };
    actions.goTo = [this](core::Seq to) { goTo(to); };
    actions.goToEffect = [this] { goToEffect(); };
    actions.copyText = [this] { copy(false); };
    actions.copyJson = [this] { copy(true); };
    actions.copyFilter = [this](const QString& clause) {
        QGuiApplication::clipboard()->setText(clause);
        say(tr("Copied: %1").arg(clause));
    };
    auto* const menu = new CellMenu(m_world.theme, *row, column, m_widgets.table);
    menu->fill(actions);
    menu->popup(place);
}

void StreamControl::copy(bool asJson) {
    const std::set<qint64> keys = m_widgets.table->table()->selectedKeys();
    if (!keys.empty())
        m_copy.start(keys, asJson, m_rows.look());
}

void StreamControl::finishCopy(const QString& text, qint64 entries, qint64 missing, qint64 unreadable) {
    if (entries == 0 && unreadable > 0)
        return say(tr("Nothing was copied: the chosen entries cannot be read. Verify the journal, or choose others."));
    if (entries == 0)
        return say(tr("Nothing was copied: the journal does not hold the chosen entries any more. Choose others."));
    QGuiApplication::clipboard()->setText(text);
    if (unreadable > 0)
        return say(tr("%1 of %2 entries copied: the others cannot be read. Verify the journal.")
                       .arg(counted(entries), counted(entries + missing + unreadable)));
    if (missing > 0)
        return say(tr("%1 of %2 entries copied: the journal does not hold the others any more.")
                       .arg(counted(entries), counted(entries + missing)));
    say(entries == 1 ? tr("Entry copied") : tr("%1 entries copied").arg(counted(entries)));
}

void StreamControl::failCopy(const base::Error& error) {
    say(tr("Nothing was copied, as the entries cannot be read: %1. Copy again.")
            .arg(QString::fromStdString(error.message())));
}

void StreamControl::say(const QString& text) {
    m_world.navigator.toast(text, {}, {});
}

}  // namespace syncline::ui::stream
