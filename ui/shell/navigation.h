#pragma once

#include "ui/bridge/navigator.h"
#include "ui/bridge/query.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/icon.h"

#include <QWidget>
#include <map>

class QVBoxLayout;

namespace syncline::ui {

class DirectionButton;
class NavigationItem;
class Theme;

/// The left edge of the window: the workspace, the views that exist, and the two directions. Narrow it is icons alone.
class Navigation : public QWidget {
    Q_OBJECT
public:
    explicit Navigation(const Theme& theme, QWidget* parent = nullptr);

    /// `folder`: its path, for the tooltip.
    void setWorkspace(const QString& name, bool isSandbox, const QString& folder);
    /// Below those that are there. `key` is told by its tooltip.
    void addItem(ViewName view, Icon icon, const QString& title, const QString& key);
    void setCurrent(ViewName view);
    void setSnapshot(const Snapshot& snapshot);
    /// Rules that a person has staged and not applied.
    void setStagedRules(std::size_t count);
    void setNarrow(bool narrow);
    /// No engine runs here: directions are shown and cannot be switched.
    void setReadOnly(bool readOnly);
    /// One of another process does: that is said where they could be switched.
    void setHeld(bool held);
    [[nodiscard]] bool isNarrow() const { return m_isNarrow; }

signals:
    void chosen(ViewName view);
    /// The person wants to switch what this direction does.
    void directionPressed(core::Side target);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void layOut();

    const Theme& m_theme;
    QWidget* m_head;
    Text* m_name;
    Chip* m_kind;
    QVBoxLayout* m_items;
    Text* m_directionsTitle;
    core::PerSide<DirectionButton*> m_directions;
    std::map<ViewName, NavigationItem*> m_byView;
    bool m_isNarrow = false;
};

}  // namespace syncline::ui
