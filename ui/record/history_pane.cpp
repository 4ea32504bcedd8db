#include "ui/record/history_pane.h"

#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/column_widths.h"
#include "ui/widgets/failure_report.h"
#include "ui/widgets/loading_rows.h"
#include "ui/widgets/state_page.h"

#include <QItemSelectionModel>
#include <QTableView>
#include <utility>

namespace syncline::ui {
namespace {

constexpr int kRowHeight = 24;
constexpr std::size_t kMost = 200;  ///< entries that are asked for

}  // namespace

HistoryPane::HistoryPane(const Theme& theme, QWidget* parent)
    : QStackedWidget(parent), m_table(new QTableView), m_page(new StatePage(theme)) {
    m_table->setObjectName(QStringLiteral("recordHistory"));
    m_table->setAccessibleName(tr("Entries of the record"));
    m_table->setModel(&m_model);
    CellDelegate::dress(*m_table, theme);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    new ColumnWidths(theme, *m_table, historyColumns());
    m_loading = new LoadingRows(theme, *m_table, kRowHeight);
    addWidget(m_table);
    addWidget(m_page);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
        emit entryWanted(m_model.entries()[static_cast<std::size_t>(index.row())].entry.seq);
    });
}

void HistoryPane::read(core::EntityId entity, const TimeFormat& times) {
    if (m_entity != entity) {
        m_entity = entity;
        m_isKnown = false;
        m_model.setEntries({}, times);
        m_failure.reset();
        setCurrentWidget(m_table);
        emit changed();
    }
    // Behind the page of a failure no rows are to come: it stays until they are there.
    if (!m_isKnown && !m_failure)
        m_loading->start();
}

void HistoryPane::setEntries(std::vector<EntryRow> entries, const TimeFormat& times) {
    m_loading->stop();
    m_isKnown = true;
    m_failure.reset();
    m_model.setEntries(std::move(entries), times);
    setCurrentWidget(m_table);
    emit changed();
}

/// The same again leaves the page as it is: somebody may be at its buttons.
void HistoryPane::showFailure(const base::Error& error, const FailurePlace& place) {
    m_loading->stop();
    if (m_failure == error)
        return;
    m_failure = error;
    StatePage::Content content;
    content.icon = Icon::Fail;
    content.isFailure = true;
    content.statement = tr("The history of this record cannot be read");
    content.sentence = tr("Nothing is lost by that: what happened to it is not shown here, that is all.");
    content.words = QString::fromStdString(error.words());
    content.advice = QString::fromStdString(error.hint);
    content.actions = {
        {tr("Try again"), [this] { emit retryWanted(); }, true, {}, QStringLiteral("recordHistoryRetry")}};
    addFailureActions(content, place, [this] { emit verifyWanted(); });
    m_page->show(std::move(content));
    setCurrentWidget(m_page);
}

QString HistoryPane::title() const {
    if (!m_isKnown)
        return tr("History");
    const std::size_t count = entries().size();
    return tr("History, %1").arg(count < kMost ? counted(static_cast<std::int64_t>(count)) : tr("latest 200"));
}

QString HistoryPane::text() const {
    return textOf(m_model, m_table->selectionModel()->selectedRows());
}

}  // namespace syncline::ui
