#include "ui/widgets/column_widths.h"

#include "ui/widgets/theme.h"

#include <QEvent>
#include <QHeaderView>
#include <QTableView>
#include <algorithm>
#include <utility>

namespace syncline::ui {

namespace {

constexpr int kLeastFilling = 96;

}  // namespace

ColumnWidths::ColumnWidths(const Theme& theme, QTableView& table, std::vector<Column> columns)
    : QObject(&table), m_theme(theme), m_table(table), m_columns(std::move(columns)) {
    for (std::size_t i = 0; i < m_columns.size() && m_filling < 0; ++i)
        m_filling = m_columns[i].width > 0 ? -1 : static_cast<int>(i);
    auto* header = table.horizontalHeader();
    if (m_filling >= 0)
        header->setSectionResizeMode(m_filling, QHeaderView::Fixed);
    connect(header, &QHeaderView::sectionResized, this, [this](int section) {
        if (section != m_filling)
            fill();
    });
    connect(&theme, &Theme::changed, this, &ColumnWidths::apply);
    table.viewport()->installEventFilter(this);
    apply();
}

bool ColumnWidths::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize)
        fill();
    return QObject::eventFilter(watched, event);
}

void ColumnWidths::apply() {
    // Widths that a person has set stay until the text's size changes.
    if (m_scale == m_theme.textScale())
        return;
    m_scale = m_theme.textScale();
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        if (m_columns[i].width > 0)
            m_table.horizontalHeader()->resizeSection(static_cast<int>(i), m_theme.scaled(m_columns[i].width));
    }
    fill();
}

void ColumnWidths::fill() {
    if (m_filling < 0)
        return;
    auto* header = m_table.horizontalHeader();
    const int others = header->length() - header->sectionSize(m_filling);
    header->resizeSection(m_filling, std::max(m_theme.scaled(kLeastFilling), m_table.viewport()->width() - others));
}

}  // namespace syncline::ui
