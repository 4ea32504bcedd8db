#pragma once

#include <QWidget>

class QHBoxLayout;

namespace syncline::ui {
class Theme;
}

namespace syncline::ui::stream {

/// The title line of a pane: 28 high, on the frame's surface, with a line below.
class PanelHeader final : public QWidget {
    Q_OBJECT
public:
    explicit PanelHeader(const Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] QHBoxLayout* row() const { return m_row; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void restyle();
    const Theme& m_theme;
    QHBoxLayout* m_row;
};

}  // namespace syncline::ui::stream
