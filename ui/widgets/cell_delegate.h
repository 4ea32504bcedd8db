#pragma once

#include <QStyledItemDelegate>

class QTableView;

namespace syncline::ui {

class Theme;

/// Paints the Cells of any model of the console, row states included (look.md, Tables). The view is given the look of
/// a table by dress(): row heights, no grid but `grid` lines, hover, header.
class CellDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit CellDelegate(const Theme& theme, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;

    /// `rowHeight` in logical pixels at 100 %. Also sets the delegate.
    static void dress(QTableView& view, const Theme& theme, int rowHeight = 24);

private:
    const Theme& m_theme;
};

}  // namespace syncline::ui
