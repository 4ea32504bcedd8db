#include "ui/widgets/windowed_table.h"

#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/column_widths.h"
#include "ui/widgets/key_selection.h"
#include "ui/widgets/position_bar.h"
#include "ui/widgets/row_window.h"
#include "ui/widgets/table_edge.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/window_view.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPointer>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <utility>

namespace syncline::ui {

namespace {

constexpr int kWheelStep = 120;  // QWheelEvent::angleDelta: 15 degrees in eighths

/// A gutter is not where keys begin.
int firstWithTitle(const std::vector<Column>& columns) {
    const auto first =
        std::find_if(columns.begin(), columns.end(), [](const Column& each) { return !each.title.isEmpty(); });
    return first == columns.end() ? 0 : static_cast<int>(first - columns.begin());
}

}  // namespace

struct WindowedTable::Impl {
    Impl(WindowedTable& table, const Theme& ofTheme, std::vector<Column> columns)
        : self(table),
          theme(ofTheme),
          view(new WindowView(&table)),
          edge(new TableEdge(ofTheme, *view, &table)),
          window(new RowWindow(std::move(columns), &table)) {}

    [[nodiscard]] qint64 count() const { return source ? source->rowCount() : 0; }
    [[nodiscard]] int rowHeight() const { return std::max(1, view->verticalHeader()->defaultSectionSize()); }
    [[nodiscard]] int wholeRows() const { return std::max(1, view->viewport()->height() / rowHeight()); }
    [[nodiscard]] qint64 lastTop() const { return std::max<qint64>(0, count() - wholeRows()); }
    [[nodiscard]] std::optional<qint64> currentRow() const;

    void connectAll();
    void takeSource(RowSource* next);
    void layOut();
    void scrollTo(qint64 row);
    void bringIntoSight(qint64 row);
    void select(KeySelection next);

    WindowedTable& self;
    const Theme& theme;
    WindowView* view;
    TableEdge* edge;
    RowWindow* window;
    ColumnWidths* widths = nullptr;
    QPointer<RowSource> source;
    KeySelection selection;
    int column = 0;
    qint64 top = 0;
    bool isFollowing = false;
    double wheelRest = 0;  ///< part of a row

    /// A row that is to stay where it is on the screen when everything else may be another.
    struct Place {
        qint64 key = 0;
        qint64 belowTop = 0;
    };
    std::optional<Place> place;

private:
    void showSelection();
    void keepPlace();
    void onReplaced();
    void choose(qint64 row, SelectMode mode);
    void move(RowMove where, SelectMode mode);
    [[nodiscard]] qint64 rowAfter(RowMove where) const;
    void moveColumn(int by);
    void turnWheel(const QWheelEvent& event);
};

std::optional<qint64> WindowedTable::Impl::currentRow() const {
    if (!source || !selection.current())
        return std::nullopt;
    const auto row = source->rowOf(*selection.current());
    // The nearest row above stands in for a key that is not there: from it the keys go on.
    return row && *row < count() ? row : std::nullopt;
}

void WindowedTable::Impl::connectAll() {
    connect(view, &WindowView::resized, &self, [this] { layOut(); });
    connect(view, &WindowView::rowChosen, &self, [this](int row, int atColumn, SelectMode mode) {
        column = atColumn;
        choose(window->top() + row, mode);
    });
    connect(view, &WindowView::draggedBeyond, &self, [this](int rows) {
        const qint64 edgeRow = rows < 0 ? top : top + wholeRows() - 1;
        if (count() > 0)
            choose(std::clamp<qint64>(edgeRow + rows, 0, count() - 1), SelectMode::Extend);
    });
    connect(view, &WindowView::moveAsked, &self, [this](RowMove where, SelectMode mode) { move(where, mode); });
    connect(view, &WindowView::columnMoveAsked, &self, [this](int by) { moveColumn(by); });
    connect(view, &WindowView::toggleAsked, &self, [this] {
        if (const auto row = currentRow())
            choose(*row, SelectMode::Toggle);
    });
    connect(view, &WindowView::opened, &self, [this] {
        if (selection.current())
            emit self.activated(*selection.current());
    });
    connect(view, &WindowView::menuAsked, &self, [this](const QModelIndex& index, const QPoint& at) {
        emit self.menuRequested(index.data(kKeyRole).toLongLong(), index.column(), at);
    });
    connect(view, &WindowView::wheeled, &self, [this](QWheelEvent* event) { turnWheel(*event); });
    connect(edge->bar(), &PositionBar::wheeled, &self, [this](QWheelEvent* event) { turnWheel(*event); });
    connect(edge->bar(), &PositionBar::moved, &self, [this](qint64 row) { scrollTo(row); });
    connect(&theme, &Theme::changed, &self, [this] { layOut(); });
}

void WindowedTable::Impl::takeSource(RowSource* next) {
    if (source)
        source->disconnect(&self);
    source = next;
    place.reset();
    top = 0;
    window->setSource(next);
    if (next) {
        connect(next, &RowSource::rowsChanged, &self, [this](qint64 first, qint64 last) {
            window->refresh(first, last);
            showSelection();
        });
        connect(next, &RowSource::grown, &self, [this] { layOut(); });
        connect(next, &RowSource::replaced, &self, [this] { onReplaced(); });
    }
    layOut();
}

void WindowedTable::Impl::layOut() {
    top = isFollowing ? lastTop() : std::clamp<qint64>(top, 0, lastTop());
    const int onScreen = (view->viewport()->height() + rowHeight() - 1) / rowHeight();
    const auto rows = static_cast<int>(std::min<qint64>(std::max(1, onScreen), count() - top));
    window->show(top, rows);
    edge->bar()->setPositions(count(), wholeRows(), top);
    keepPlace();
    showSelection();
    if (source && rows > 0)
        source->want(top, top + rows - 1);
    emit self.scrolled();
}

void WindowedTable::Impl::keepPlace() {
    place.reset();
    if (!source || window->rowCount() == 0)
        return;
    const auto current = currentRow();
    const bool isInSight = current && *current >= top && *current < top + wholeRows();
    const qint64 row = isInSight ? *current : top;
    place = Place{source->keyOf(row), row - top};
}

void WindowedTable::Impl::onReplaced() {
    const auto row = place && source ? source->rowOf(place->key) : std::nullopt;
    if (row)
        top = *row - place->belowTop;
    window->refresh(window->top(), window->top() + window->rowCount() - 1);
    layOut();
}

void WindowedTable::Impl::showSelection() {
    QItemSelection selected;
    QModelIndex current;
    for (int row = 0; source && row < window->rowCount(); ++row) {
        const auto index = window->index(row, column);
        const qint64 key = index.data(kKeyRole).toLongLong();
        if (selection.contains(key))
            selected.select(window->index(row, 0), window->index(row, window->columnCount() - 1));
        if (selection.current() == key)
            current = index;
    }
    view->selectionModel()->select(selected, QItemSelectionModel::ClearAndSelect);
    view->selectionModel()->setCurrentIndex(current, QItemSelectionModel::NoUpdate);
    // The bar at the current row stands in its first cell, which the view does not know to have changed.
    view->viewport()->update();
}

void WindowedTable::Impl::scrollTo(qint64 row) {
    const qint64 next = std::clamp<qint64>(row, 0, lastTop());
    const bool ends = isFollowing && next < lastTop();
    if (ends)
        isFollowing = false;
    top = next;
    layOut();
    if (ends)
        emit self.followingChanged(false);
}

void WindowedTable::Impl::bringIntoSight(qint64 row) {
    if (row < top)
        scrollTo(row);
    else if (row >= top + wholeRows())
        scrollTo(row - wholeRows() + 1);
}

void WindowedTable::Impl::select(KeySelection next) {
    const bool isOther = next.current() != selection.current();
    const bool hasOthers = next.keys() != selection.keys();
    selection = std::move(next);
    keepPlace();
    showSelection();
    if (isOther)
        emit self.currentKeyChanged();
    if (hasOthers)
        emit self.selectedKeysChanged();
}

void WindowedTable::Impl::choose(qint64 row, SelectMode mode) {
    if (!source || row < 0 || row >= count())
        return;
    bringIntoSight(row);
    KeySelection next = selection;
    next.choose(*source, row, mode, kMostSelected);
    select(std::move(next));
}

void WindowedTable::Impl::move(RowMove where, SelectMode mode) {
    if (count() > 0)
        choose(std::clamp<qint64>(rowAfter(where), 0, count() - 1), mode);
}

qint64 WindowedTable::Impl::rowAfter(RowMove where) const {
    const qint64 lastInSight = std::min(top + wholeRows(), count()) - 1;
    const auto current = currentRow();
    switch (where) {
        case RowMove::Up:
            return current ? *current - 1 : lastInSight;
        case RowMove::Down:
            return current ? *current + 1 : top;
        case RowMove::PageUp:
            return current.value_or(lastInSight) - wholeRows();
        case RowMove::PageDown:
            return current.value_or(top) + wholeRows();
        case RowMove::First:
            return 0;
        case RowMove::Last:
            return count() - 1;
    }
    return 0;
}

void WindowedTable::Impl::moveColumn(int by) {
    const auto* header = view->horizontalHeader();
    int visual = header->visualIndex(column);
    do
        visual += by;
    while (visual >= 0 && visual < header->count() && header->isSectionHidden(header->logicalIndex(visual)));
    if (visual < 0 || visual >= header->count())
        return;
    column = header->logicalIndex(visual);
    showSelection();
    if (view->currentIndex().isValid())
        view->scrollTo(view->currentIndex());
}

void WindowedTable::Impl::turnWheel(const QWheelEvent& event) {
    const bool isFine = !event.pixelDelta().isNull();
    const double rows =
        isFine ? static_cast<double>(event.pixelDelta().y()) / rowHeight()
               : static_cast<double>(event.angleDelta().y()) * QApplication::wheelScrollLines() / kWheelStep;
    // A turn the other way answers at once.
    if (rows * wheelRest < 0)
        wheelRest = 0;
    wheelRest += rows;
    const double whole = std::trunc(wheelRest);
    wheelRest -= whole;
    if (whole != 0)
        scrollTo(top - static_cast<qint64>(whole));
}

WindowedTable::WindowedTable(const Theme& theme, std::vector<Column> columns, QWidget* parent)
    : QWidget(parent), m_impl(std::make_unique<Impl>(*this, theme, std::move(columns))) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_impl->view, 1);
    layout->addWidget(m_impl->edge);
    setFocusProxy(m_impl->view);
    m_impl->view->setModel(m_impl->window);
    CellDelegate::dress(*m_impl->view, theme);
    m_impl->widths = new ColumnWidths(theme, *m_impl->view, m_impl->window->columns());
    m_impl->column = firstWithTitle(m_impl->window->columns());
    m_impl->connectAll();
    m_impl->layOut();
}

WindowedTable::~WindowedTable() = default;

void WindowedTable::setSource(RowSource* source) {
    m_impl->takeSource(source);
}

QTableView* WindowedTable::view() const {
    return m_impl->view;
}

void WindowedTable::widenColumn(int column, int width) {
    m_impl->widths->widen(column, width);
}

void WindowedTable::setStrip(QWidget* strip) {
    m_impl->edge->setStrip(strip);
}

void WindowedTable::setFollowing(bool following) {
    if (m_impl->isFollowing == following)
        return;
    m_impl->isFollowing = following;
    m_impl->layOut();
    emit followingChanged(following);
}

bool WindowedTable::isFollowing() const {
    return m_impl->isFollowing;
}

qint64 WindowedTable::topRow() const {
    return m_impl->top;
}

int WindowedTable::visibleRows() const {
    return m_impl->wholeRows();
}

void WindowedTable::scrollToRow(qint64 row) {
    m_impl->scrollTo(row);
}

std::optional<qint64> WindowedTable::currentKey() const {
    return m_impl->selection.current();
}

void WindowedTable::setCurrentKey(std::optional<qint64> key) {
    KeySelection next = m_impl->selection;
    next.setCurrent(key);
    m_impl->select(std::move(next));
    if (const auto row = m_impl->currentRow())
        m_impl->bringIntoSight(*row);
}

std::set<qint64> WindowedTable::selectedKeys() const {
    return m_impl->selection.keys();
}

int WindowedTable::currentColumn() const {
    return m_impl->column;
}

}  // namespace syncline::ui
