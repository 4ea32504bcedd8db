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
        if (section == m_filling || m_isSpreading)
            return;
        m_isSetByPerson = true;
        fill();
    });
    connect(&theme, &Theme::changed, this, &ColumnWidths::apply);
    table.viewport()->installEventFilter(this);
    apply();
}

bool ColumnWidths::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize)
        spread();
    return QObject::eventFilter(watched, event);
}

void ColumnWidths::apply() {
    // Widths that a person has set stay until the text's size changes.
    if (m_scale == m_theme.textScale())
        return;
    m_scale = m_theme.textScale();
    m_isSetByPerson = false;
    spread();
}

int ColumnWidths::widthOf(const Column& column) const {
    if (column.width > 0)
        return m_theme.scaled(column.width);
    return m_theme.scaled(column.least > 0 ? column.least : kLeastFilling);
}

void ColumnWidths::spread() {
    if (m_isSetByPerson)
        return fill();
    int missing = -m_table.viewport()->width();
    int room = 0;
    for (const Column& column : m_columns) {
        missing += widthOf(column);
        room += column.width > 0 && column.least > 0 ? widthOf(column) - m_theme.scaled(column.least) : 0;
    }
    missing = std::clamp(missing, 0, room);
    m_isSpreading = true;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const Column& column = m_columns[i];
        if (column.width <= 0)
            continue;
        const int own = column.least > 0 ? widthOf(column) - m_theme.scaled(column.least) : 0;
        // Rounded up, so that together they give way far enough.
        const int less = room > 0 ? (missing * own + room - 1) / room : 0;
        m_table.horizontalHeader()->resizeSection(static_cast<int>(i), widthOf(column) - less);
    }
    m_isSpreading = false;
    fill();
}

void ColumnWidths::fill() {
    if (m_filling < 0)
        return;
    auto* header = m_table.horizontalHeader();
    const int others = header->length() - header->sectionSize(m_filling);
    const int least = widthOf(m_columns[static_cast<std::size_t>(m_filling)]);
    header->resizeSection(m_filling, std::max(least, m_table.viewport()->width() - others));
}

}  // namespace syncline::ui
