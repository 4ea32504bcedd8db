#pragma once

#include <QAbstractButton>

namespace syncline::ui {

class Theme;

/// A switch with its words at the right. Attention: what it switches on is a fault or a danger.
class Toggle : public QAbstractButton {
    Q_OBJECT
public:
    enum class Kind { Normal, Attention };
    Toggle(const Theme& theme, const QString& text, Kind kind = Kind::Normal, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QFont faceOfText() const;

    const Theme& m_theme;
    Kind m_kind;
};

}  // namespace syncline::ui
