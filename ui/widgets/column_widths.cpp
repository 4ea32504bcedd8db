#include "ui/widgets/column_widths.h"

#include "ui/widgets/theme.h"

#include <QEvent>
#include <QHeaderView>
#include <QList>
#include <QTableView>
#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace syncline::ui {

namespace {

constexpr int kLeastFilling = 96;
constexpr int kWidest = 10'000;
constexpr char kBetween = ';';  ///< widths and order, of what is saved

/// Each of the sections once.
bool isOrder(const std::vector<int>& order, int count) {
    const std::set<int> sections(order.begin(), order.end());
    return static_cast<int>(order.size()) == count && static_cast<int>(sections.size()) == count && count > 0
           && *sections.begin() == 0 && *sections.rbegin() == count - 1;
}

/// Between commas; -1 for what is no number.
std::vector<int> numbers(const QByteArray& text) {
    std::vector<int> read;
    for (const QByteArray& each : text.split(',')) {
        bool isNumber = false;
        const int number = each.toInt(&isNumber);
        read.push_back(isNumber ? number : -1);
    }
    return read;
}

QByteArray listed(const std::vector<int>& numbers) {
    QByteArray text;
    for (const int number : numbers)
        text += (text.isEmpty() ? QByteArray() : QByteArray(",")) + QByteArray::number(number);
    return text;
}

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
    if (m_scale == m_theme.textScale())
        return;
    const double before = std::exchange(m_scale, m_theme.textScale());
    if (m_isSetByPerson)
        rescale(m_scale / before);
    spread();
}

void ColumnWidths::rescale(double by) {
    const auto* header = m_table.horizontalHeader();
    for (int i = 0; i < header->count(); ++i) {
        if (i != m_filling)
            resize(i, static_cast<int>(std::lround(header->sectionSize(i) * by)));
    }
}

void ColumnWidths::widen(int column, int width) {
    Column& one = m_columns[static_cast<std::size_t>(column)];
    one.width = std::max(one.width, static_cast<int>(std::ceil(width / m_scale)));
    if (!m_isSetByPerson)
        return spread();
    resize(column, std::max(m_table.horizontalHeader()->sectionSize(column), width));
    fill();
}

QByteArray ColumnWidths::save() const {
    if (!m_isSetByPerson && !isMoved())
        return {};
    const auto* header = m_table.horizontalHeader();
    std::vector<int> widths;
    std::vector<int> order;
    for (int i = 0; i < header->count(); ++i) {
        // By the text at 100 %, so that they are right at another size too.
        widths.push_back(static_cast<int>(std::lround(header->sectionSize(i) / m_scale)));
        order.push_back(header->logicalIndex(i));
    }
    return (m_isSetByPerson ? listed(widths) : QByteArray()) + kBetween + (isMoved() ? listed(order) : QByteArray());
}

void ColumnWidths::restore(const QByteArray& saved) {
    const QList<QByteArray> parts = saved.split(kBetween);
    auto* header = m_table.horizontalHeader();
    const std::vector<int> order = numbers(parts.last());
    for (int i = 0; isOrder(order, header->count()) && i < header->count(); ++i)
        header->moveSection(header->visualIndex(order[static_cast<std::size_t>(i)]), i);
    const std::vector<int> widths = numbers(parts.first());
    const bool areWidths =
        static_cast<int>(widths.size()) == header->count()
        && std::all_of(widths.begin(), widths.end(), [](int width) { return width > 0 && width <= kWidest; });
    for (int i = 0; areWidths && i < header->count(); ++i) {
        if (i != m_filling)
            resize(i, m_theme.scaled(widths[static_cast<std::size_t>(i)]));
    }
    m_isSetByPerson = m_isSetByPerson || areWidths;
    fill();
}

bool ColumnWidths::isMoved() const {
    const auto* header = m_table.horizontalHeader();
    for (int i = 0; i < header->count(); ++i) {
        if (header->visualIndex(i) != i)
            return true;
    }
    return false;
}

void ColumnWidths::resize(int column, int width) {
    const bool wasSpreading = std::exchange(m_isSpreading, true);
    m_table.horizontalHeader()->resizeSection(column, width);
    m_isSpreading = wasSpreading;
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
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const Column& column = m_columns[i];
        if (column.width <= 0)
            continue;
        const int own = column.least > 0 ? widthOf(column) - m_theme.scaled(column.least) : 0;
        // Rounded up, so that together they give way far enough.
        const int less = room > 0 ? (missing * own + room - 1) / room : 0;
        resize(static_cast<int>(i), widthOf(column) - less);
    }
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
