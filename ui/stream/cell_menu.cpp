#include "ui/stream/cell_menu.h"

#include "ui/stream/filter_text.h"
#include "ui/widgets/format.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/theme.h"

#include <QKeySequence>
#include <utility>

namespace syncline::ui::stream {

CellMenu::CellMenu(const Theme& theme, const EntryRow& row, int column, QWidget* parent)
    : QMenu(parent), m_theme(theme), m_row(row), m_column(column) {
    setObjectName(QStringLiteral("streamMenu"));
    setAttribute(Qt::WA_DeleteOnClose);
}

QAction* CellMenu::add(const QString& text, const char* name, Icon icon, std::function<void()> run) {
    QAction* const action = addAction(text);
    action->setObjectName(QLatin1String(name));
    if (icon != Icon::None)
        action->setIcon(ui::icon(icon, palette().color(QPalette::Text), m_theme.colors().muted));
    // The keys stand here to be read; the view has them also while no menu is open.
    action->setShortcutContext(Qt::WidgetShortcut);
    connect(action, &QAction::triggered, this, std::move(run));
    return action;
}

void CellMenu::fill(const CellActions& actions) {
    const auto clause = clauseOf(m_row, m_column);
    const QString words = clause.value_or(QString());
    add(tr("Filter by this"), "menuFilterBy", Icon::Filter, [actions, words] {
        actions.filterBy(words);
    })->setEnabled(clause.has_value());
    add(tr("And not this"), "menuAndNot", Icon::None, [actions, words] {
        actions.andNot(words);
    })->setEnabled(clause.has_value());
    const bool hasRecord = m_row.entry.entity != core::EntityId{};
    const EntryRow row = m_row;
    QAction* const follow =
        add(tr("Follow this record"), "menuFollowRecord", Icon::Follow, [actions, row] { actions.followRecord(row); });
    follow->setEnabled(hasRecord);
    follow->setShortcut(QKeySequence(tr("Ctrl+Shift+F")));
    add(tr("Show the record"), "menuShowRecord", Icon::Record, [actions, row] {
        actions.showRecord(row);
    })->setEnabled(hasRecord);

    addSeparator();
    const core::Seq cause = m_row.entry.cause;
    const bool hasCause = cause != core::Seq{};
    QAction* const toCause = add(hasCause ? tr("Go to cause %1").arg(sequence(cause)) : tr("Go to cause"), "menuCause",
                                 Icon::ArrowLeft, [actions, cause] { actions.goTo(cause); });
    toCause->setEnabled(hasCause);
    toCause->setShortcut(QKeySequence(tr("Ctrl+Left")));
    add(tr("Go to effect"), "menuEffect", Icon::ArrowRight, actions.goToEffect)
        ->setShortcut(QKeySequence(tr("Ctrl+Right")));

    addSeparator();
    add(tr("Copy"), "menuCopy", Icon::Copy, actions.copyText)->setShortcut(QKeySequence(QKeySequence::Copy));
    add(tr("Copy as JSON"), "menuCopyJson", Icon::None, actions.copyJson);
    add(tr("Copy as filter"), "menuCopyFilter", Icon::None, [actions, words] {
        actions.copyFilter(words);
    })->setEnabled(clause.has_value());
}

}  // namespace syncline::ui::stream
