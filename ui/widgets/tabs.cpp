#include "ui/widgets/tabs.h"

#include "ui/widgets/theme.h"

namespace syncline::ui {

Tabs::Tabs(const Theme& theme, QWidget* parent) : QTabBar(parent), m_theme(theme) {
    setExpanding(false);
    setDrawBase(true);
    setUsesScrollButtons(false);
    connect(&theme, &Theme::changed, this, [this] {
        for (int i = 0; i < count(); ++i) {
            if (QWidget* chip = tabButton(i, QTabBar::RightSide))
                chip->resize(chip->sizeHint());
        }
        updateGeometry();
        update();
    });
}

/// A tab bar that is not on the screen tells no layout that it needs room now.
void Tabs::tabInserted(int index) {
    QTabBar::tabInserted(index);
    updateGeometry();
}

void Tabs::tabRemoved(int index) {
    QTabBar::tabRemoved(index);
    updateGeometry();
}

void Tabs::setCount(int index, const QString& count, Chip::Kind kind) {
    setTabButton(index, QTabBar::RightSide, nullptr);
    if (count.isEmpty())
        return;
    auto* chip = new Chip(m_theme, kind, this);
    chip->setText(count);
    chip->resize(chip->sizeHint());
    setTabButton(index, QTabBar::RightSide, chip);
}

}  // namespace syncline::ui
