#pragma once

#include <QAbstractButton>

namespace syncline::ui {

class Theme;

/// "Find or run": drawn as an input, opens the command palette.
class FindButton : public QAbstractButton {
    Q_OBJECT
public:
    explicit FindButton(const Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
};

}  // namespace syncline::ui
