#pragma once

#include <QHeaderView>

namespace syncline::ui {

class Theme;

/// The header of a table: flat, 24 high, muted words of 12/16, a hair between columns, a line below. A model that gives
/// a SideCell under kCellRole for a section has the side's badge before its words. For tables and trees.
class TableHeader final : public QHeaderView {
    Q_OBJECT
public:
    explicit TableHeader(const Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
    void paintEvent(QPaintEvent* event) override;

private:
    void paintWords(QPainter& painter, QRect rect, int section) const;

    const Theme& m_theme;
};

}  // namespace syncline::ui
