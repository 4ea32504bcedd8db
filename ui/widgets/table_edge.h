#pragma once

#include <QWidget>

class QTableView;
class QVBoxLayout;
class QHBoxLayout;

namespace syncline::ui {

class PositionBar;
class Theme;

/// What stands at the right of a windowed table: the header's end above, below it a strip if there is one, and the
/// scroll bar. On the GUI thread.
class TableEdge final : public QWidget {
    Q_OBJECT
public:
    TableEdge(const Theme& theme, QTableView& view, QWidget* parent = nullptr);

    [[nodiscard]] PositionBar* bar() const { return m_bar; }
    void setStrip(QWidget* strip);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void leaveRoomForHeader();

    const Theme& m_theme;
    QTableView& m_view;
    QHBoxLayout* m_row;
    PositionBar* m_bar;
    QWidget* m_strip = nullptr;
};

}  // namespace syncline::ui
