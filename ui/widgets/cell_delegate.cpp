#include "ui/widgets/cell_delegate.h"

#include "ui/widgets/cell_painter.h"
#include "ui/widgets/row_hover.h"
#include "ui/widgets/table_header.h"
#include "ui/widgets/theme.h"

#include <QHelpEvent>
#include <QItemSelectionModel>
#include <QPainter>
#include <QTableView>
#include <QToolTip>
#include <algorithm>

namespace syncline::ui {

namespace {

constexpr int kPadding = 8;
constexpr int kRowHeight = 24;
constexpr int kGroupHeight = 28;
constexpr int kRowBar = 3;
constexpr int kFocusFrame = 2;

Cell cellOf(const QModelIndex& index) {
    const auto given = index.data(kCellRole);
    if (given.canConvert<Cell>())
        return given.value<Cell>();
    return TextCell{.text = index.data(Qt::DisplayRole).toString()};
}

bool isGroup(const QModelIndex& index) {
    const auto given = index.data(kRowKindRole);
    return given.canConvert<RowKind>() && given.value<RowKind>() == RowKind::Group;
}

Tone fillOf(const QModelIndex& index) {
    const auto given = index.data(kRowFillRole);
    return given.canConvert<Tone>() ? given.value<Tone>() : Tone::Normal;
}

/// Invalid: the tone gives the row no surface.
QColor fillColor(Tone tone, const Colors& colors) {
    switch (tone) {
        case Tone::Normal:
            return {};
        case Tone::Muted:
            return colors.ours.fill;
        case Tone::Attention:
            return colors.attention.fill;
        case Tone::Failure:
            return colors.failure.fill;
        case Tone::Success:
            return colors.success.fill;
        case Tone::Salesforce:
            return colors.salesforce.fill;
        case Tone::HubSpot:
            return colors.hubspot.fill;
    }
    return {};
}

const QAbstractItemView* viewOf(const QStyleOptionViewItem& option) {
    return qobject_cast<const QAbstractItemView*>(option.widget);
}

bool isCurrentRow(const QAbstractItemView& view, const QModelIndex& index) {
    const auto current = view.currentIndex();
    return current.isValid() && current.row() == index.row() && current.parent() == index.parent();
}

bool isHovered(const QStyleOptionViewItem& option, const QModelIndex& index) {
    // By the view, not by the delegate: a view may have several, one for a column.
    const auto* hover = option.widget ? option.widget->findChild<RowHover*>({}, Qt::FindDirectChildrenOnly) : nullptr;
    return hover ? hover->row() == index.row() : option.state.testFlag(QStyle::State_MouseOver);
}

/// Leftmost on the screen, which is where a row's bar stands.
bool isFirstCell(const QStyleOptionViewItem& option, const QModelIndex& index) {
    const auto* table = qobject_cast<const QTableView*>(option.widget);
    if (!table)
        return index.column() == 0;
    const auto* header = table->horizontalHeader();
    for (int visual = 0; visual < header->count(); ++visual) {
        const int section = header->logicalIndex(visual);
        if (!header->isSectionHidden(section))
            return section == index.column();
    }
    return false;
}

/// Sees keys come to a view before the view does.
class Unchosen final : public QObject {
public:
    explicit Unchosen(QAbstractItemView& view) : QObject(&view), m_view(view) { view.installEventFilter(this); }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        const bool isEmpty = event->type() == QEvent::FocusIn && !m_view.currentIndex().isValid()
                             && m_view.selectionModel() != nullptr && !m_view.selectionModel()->hasSelection();
        // Told that none is current, the view leaves it at that.
        if (isEmpty)
            m_view.setCurrentIndex({});
        return QObject::eventFilter(watched, event);
    }

private:
    QAbstractItemView& m_view;
};

}  // namespace

CellDelegate::CellDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

CellPlace CellDelegate::placeOf(const QStyleOptionViewItem& option) const {
    const int padding = std::min(m_theme.scaled(kPadding), option.rect.width() / 3);
    return CellPlace{.theme = m_theme,
                     .palette = option.palette,
                     .cell = option.rect,
                     .content = option.rect.adjusted(padding, 0, -padding, -1),
                     .align = option.displayAlignment,
                     .isSelected = option.state.testFlag(QStyle::State_Selected),
                     .isStrong = isGroup(option.index)};
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyleOptionViewItem given = option;
    initStyleOption(&given, index);
    painter->save();
    painter->setClipRect(given.rect, Qt::IntersectClip);
    paintSurface(*painter, given, index);
    painter->save();
    paintContent(*painter, given, index);
    painter->restore();
    if (given.state.testFlag(QStyle::State_HasFocus)) {
        painter->setPen(QPen(m_theme.colors().focus, kFocusFrame, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
        painter->setBrush(Qt::NoBrush);
        const qreal inset = kFocusFrame / 2.0;
        painter->drawRect(QRectF(given.rect).adjusted(inset, inset, -inset, -inset - 1));
    }
    painter->restore();
}

void CellDelegate::paintContent(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    paintCell(painter, cellOf(index), placeOf(option));
}

void CellDelegate::paintSurface(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Colors& colors = m_theme.colors();
    const auto* view = viewOf(option);
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const bool isInUse = view && view->hasFocus();
    const auto tone = fillOf(index);
    const QColor fill = fillColor(tone, colors);
    QColor surface = option.palette.color(isGroup(index) ? QPalette::AlternateBase : QPalette::Base);
    if (isSelected)
        surface = isInUse ? option.palette.color(QPalette::Highlight) : colors.highlightInactive;
    else if (fill.isValid())
        surface = fill;
    else if (isHovered(option, index))
        surface = colors.hover;
    const QRect& rect = option.rect;
    painter.fillRect(rect, surface);
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), isGroup(index) ? colors.hair : colors.grid);
    if (!isFirstCell(option, index))
        return;
    const QRect bar(rect.left(), rect.top(), kRowBar, rect.height());
    if (isSelected && view && isCurrentRow(*view, index))
        painter.fillRect(bar, colors.focus);
    else if (tone == Tone::Muted)
        painter.fillRect(bar, colors.ours.mark);
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyleOptionViewItem given = option;
    initStyleOption(&given, index);
    const int width = wantedWidth(cellOf(index), placeOf(given)) + 2 * m_theme.scaled(kPadding);
    return {width, m_theme.scaled(isGroup(index) ? kGroupHeight : kRowHeight)};
}

bool CellDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                             const QModelIndex& index) {
    if (event->type() != QEvent::ToolTip || !index.isValid() || index.data(Qt::ToolTipRole).isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    QStyleOptionViewItem given = option;
    initStyleOption(&given, index);
    const auto cell = cellOf(index);
    const bool hidesSomething = isElided(cell, placeOf(given));
    // Values are data: never read as markup, and their spaces count.
    const QString text = QStringLiteral("<p style='white-space:pre-wrap'>%1</p>").arg(plainText(cell).toHtmlEscaped());
    QToolTip::showText(event->globalPos(), hidesSomething ? text : QString(), view, option.rect);
    return hidesSomething;
}

void CellDelegate::leaveUnchosen(QAbstractItemView& view) {
    new Unchosen(view);
}

void CellDelegate::dress(QTableView& view, const Theme& theme, int rowHeight) {
    view.setHorizontalHeader(new TableHeader(theme, &view));
    view.horizontalHeader()->setSectionsClickable(true);
    view.setItemDelegate(new CellDelegate(theme, &view));
    new RowHover(view);
    view.setShowGrid(false);
    view.setFrameShape(QFrame::NoFrame);
    view.setWordWrap(false);
    view.setTabKeyNavigation(false);
    view.setCornerButtonEnabled(false);
    view.setSelectionBehavior(QAbstractItemView::SelectRows);
    view.setEditTriggers(QAbstractItemView::NoEditTriggers);
    view.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    leaveUnchosen(view);
    auto* rows = view.verticalHeader();
    rows->hide();
    rows->setSectionResizeMode(QHeaderView::Fixed);
    const auto setHeight = [rows, &theme, rowHeight] {
        rows->setMinimumSectionSize(1);
        rows->setDefaultSectionSize(theme.scaled(rowHeight));
    };
    setHeight();
    connect(&theme, &Theme::changed, &view, [&view, setHeight] {
        setHeight();
        view.viewport()->update();
    });
}

}  // namespace syncline::ui
