#pragma once

#include <QStyledItemDelegate>

class QTableView;

namespace syncline::ui {

class Theme;
struct CellPlace;

/// Paints the Cells of any model of the console, row states included (look.md, Tables). The view is given the look of
/// a table by dress(): row heights, no grid but `grid` lines, hover, header. A view with cells of its own kind derives
/// from it and paints their content; surface, bar and focus frame stay the same. A model without kCellRole is shown by
/// its display texts.
class CellDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit CellDelegate(const Theme& theme, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;

    /// `rowHeight` in logical pixels at 100 %. Also sets a delegate and a header of its own: before anything is set of
    /// the view's header.
    static void dress(QTableView& view, const Theme& theme, int rowHeight = 24);
    /// Qt makes the first row current when keys come to a list in which none is; here nothing is before a person has
    /// chosen it. For views that are not dressed.
    static void leaveUnchosen(QAbstractItemView& view);

protected:
    /// Between surface and focus frame. `option` is initialised with the index; the painter's state is restored after.
    virtual void paintContent(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    [[nodiscard]] const Theme& theme() const { return m_theme; }
    /// Where a cell's content stands: inside the padding of 8.
    [[nodiscard]] CellPlace placeOf(const QStyleOptionViewItem& option) const;

private:
    void paintSurface(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;

    const Theme& m_theme;
};

}  // namespace syncline::ui
