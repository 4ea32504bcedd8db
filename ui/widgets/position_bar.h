#pragma once

#include <QScrollBar>

namespace syncline::ui {

/// A vertical scroll bar over 64-bit positions. QScrollBar counts in int: longer ranges are scaled for the handle,
/// while arrows, pages and the wheel move by exact rows. Only what a person does is told by moved(). On the GUI thread.
class PositionBar final : public QScrollBar {
    Q_OBJECT
public:
    explicit PositionBar(QWidget* parent = nullptr);

    /// Shows the rows from `top` on of `count`, `visible` at once.
    void setPositions(qint64 count, qint64 visible, qint64 top);
    [[nodiscard]] qint64 top() const { return m_top; }
    [[nodiscard]] qint64 lastTop() const { return m_lastTop; }

signals:
    void moved(qint64 top);
    void wheeled(QWheelEvent* event);

protected:
    void wheelEvent(QWheelEvent* event) override;

private:
    void follow(int action);
    [[nodiscard]] qint64 afterAction(int action) const;
    [[nodiscard]] int scaled(qint64 position) const;
    [[nodiscard]] qint64 unscaled(int value) const;

    qint64 m_lastTop = 0;
    qint64 m_visible = 1;
    qint64 m_top = 0;
};

}  // namespace syncline::ui
