#include "ui/ownership/field_pages.h"

#include "ui/ownership/rule_model.h"
#include "ui/ownership/rule_states.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/column_widths.h"
#include "ui/widgets/loading_rows.h"

#include <QItemSelectionModel>
#include <QSignalBlocker>
#include <QTableView>

namespace syncline::ui {
namespace {

constexpr int kRowHeight = 24;

}  // namespace

FieldPages::FieldPages(const Theme& theme, RuleModel& model)
    : m_model(model), m_table(new QTableView), m_page(new StatePage(theme)) {
    m_table->setObjectName(QStringLiteral("ownershipFields"));
    m_table->setAccessibleName(tr("Fields and their rules"));
    m_table->setModel(&model);
    CellDelegate::dress(*m_table, theme);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    new ColumnWidths(theme, *m_table, ruleColumns());
    m_loading = new LoadingRows(theme, *m_table, kRowHeight);
    m_page->show(noFieldMatches([this] { emit allWanted(); }));
    addWidget(m_table);
    addWidget(m_page);
    connect(&model, &QAbstractItemModel::modelReset, this, [this] { choosePage(); });
}

bool FieldPages::setFilter(const QString& text) {
    const MappedField* const field = m_model.field(m_table->currentIndex().row());
    const QString chosen = field != nullptr ? QString::fromStdString(field->name) : QString();
    m_model.setFilter(text);
    const int row = m_model.rowOf(chosen);
    if (row < 0)
        return false;
    const QSignalBlocker sameField(m_table->selectionModel());
    m_table->setCurrentIndex(m_model.index(row, 0));
    m_table->scrollTo(m_table->currentIndex());
    m_table->viewport()->update();
    return true;
}

StatePage* FieldPages::page() const {
    return currentWidget() == m_page ? m_page : nullptr;
}

void FieldPages::choosePage() {
    const RuledObject* const object = m_model.object();
    const bool isFiltered = object != nullptr && !object->fields.empty() && m_model.rowCount() == 0;
    setCurrentWidget(isFiltered ? static_cast<QWidget*>(m_page) : m_table);
}

}  // namespace syncline::ui
