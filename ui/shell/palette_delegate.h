#pragma once

#include <QStyledItemDelegate>

namespace syncline::ui {

class Theme;
struct PaletteItem;

/// Paints the rows of the palette: headings of 24, items of 32 with their match underlined.
class PaletteDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit PaletteDelegate(const Theme& theme, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintItem(QPainter& painter, const QStyleOptionViewItem& option, const PaletteItem& item,
                   const QString& needle) const;
    int paintEnd(QPainter& painter, const QStyleOptionViewItem& option, const PaletteItem& item) const;
    int paintMatched(QPainter& painter, const QRect& place, const PaletteItem& item, const QString& needle) const;

    const Theme& m_theme;
};

}  // namespace syncline::ui
