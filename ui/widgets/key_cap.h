#pragma once

#include <QString>
#include <QWidget>

namespace syncline::ui {

class Theme;

/// The name of a key in a box, where the key works now.
class KeyCap : public QWidget {
    Q_OBJECT
public:
    KeyCap(const Theme& theme, const QString& key, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    QString m_key;
};

}  // namespace syncline::ui
