#pragma once

#include "ui/widgets/controls.h"

#include <QTabBar>

namespace syncline::ui {

/// A row of tabs of look.md: 32 high, the current one underlined, each with a count if it has one.
class Tabs : public QTabBar {
    Q_OBJECT
public:
    explicit Tabs(const Theme& theme, QWidget* parent = nullptr);
    /// In a pill after the tab's words; empty: none.
    void setCount(int index, const QString& count, Chip::Kind kind = Chip::Kind::Attention);

protected:
    void tabInserted(int index) override;
    void tabRemoved(int index) override;

private:
    const Theme& m_theme;
};

}  // namespace syncline::ui
