#pragma once

#include "ui/widgets/icon.h"

#include <QAbstractButton>

namespace syncline::ui {

class Theme;

/// A place in the navigation: icon, name, and how many things there need the person. Narrow it is the icon alone, with
/// a dot when there are any.
class NavigationItem : public QAbstractButton {
    Q_OBJECT
public:
    NavigationItem(const Theme& theme, Icon icon, const QString& title, const QString& key, QWidget* parent = nullptr);

    /// Things that need the person, or that they have staged and not applied.
    enum class Counted { NeedsYou, Staged };
    void setCount(std::size_t count, Counted what = Counted::NeedsYou);
    void setNarrow(bool narrow);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void tellName();
    void paintCount(QPainter& painter) const;

    const Theme& m_theme;
    Icon m_icon;
    QString m_key;
    std::size_t m_count = 0;
    Counted m_counted = Counted::NeedsYou;
    bool m_isNarrow = false;
};

}  // namespace syncline::ui
