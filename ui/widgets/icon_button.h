#pragma once

#include "ui/widgets/icon.h"

#include <QAbstractButton>

namespace syncline::ui {

class Theme;

/// A small icon that can be pressed, without a border: in inputs, toasts, titles of docks. `name` is for people who
/// listen and the tooltip. 20 by 20, the icon 12.
class IconButton : public QAbstractButton {
    Q_OBJECT
public:
    IconButton(const Theme& theme, Icon icon, const QString& name, QWidget* parent = nullptr);
    void setIconName(Icon icon);
    /// Of the icon; muted if it is not set.
    void setColor(const QColor& color);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    Icon m_icon;
    QColor m_color;
};

}  // namespace syncline::ui
