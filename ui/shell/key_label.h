#pragma once

#include <QWidget>

namespace syncline::ui {

class Theme;

/// A key in its box.
class KeyLabel : public QWidget {
    Q_OBJECT
public:
    KeyLabel(const Theme& theme, const QString& key, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    QString m_key;
};

}  // namespace syncline::ui
