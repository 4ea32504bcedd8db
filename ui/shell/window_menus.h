#pragma once

#include "ui/shell/palette_item.h"
#include "ui/shell/workspace_frame.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/times.h"

#include <QAction>
#include <QKeySequence>
#include <QMenuBar>
#include <QObject>
#include <functional>
#include <vector>

namespace syncline::ui {

/// The menu bar: its actions, their keys, and what they set by themselves (theme, size of text, style of times). What
/// concerns the window is told by signals. On the GUI thread.
class WindowMenus : public QObject {
    Q_OBJECT
public:
    WindowMenus(Theme& theme, Times& times, QMenuBar& bar);

    /// The views in their order, for Go; none: there is no workspace, and what needs one cannot be chosen.
    void setPlaces(const std::vector<WorkspaceFrame::Place>& places);
    /// Its own actions (QWidget::actions()) make a menu under its title.
    void setCurrent(const WorkspaceFrame::Place* place);
    /// The window's own, without those of a view, that can be chosen now.
    [[nodiscard]] QList<QAction*> windowActions() const;
    /// All that can be chosen now, for the palette.
    [[nodiscard]] std::vector<PaletteItem> paletteItems() const;

signals:
    void openWanted();
    void newWanted();
    void verifyWanted();
    void quitWanted();
    void findWanted();
    void filterWanted();
    void inspectorWanted();
    void keysWanted();
    void aboutWanted();
    void viewWanted(ViewName view);

private:
    QAction* add(QMenu& menu, const char* name, const QString& text, const QList<QKeySequence>& keys);
    void addLook(QMenu& view);
    void addScale(QMenu& view);
    void addTimes(QMenu& view);
    void scaleBy(int steps);

    Theme& m_theme;
    Times& m_times;
    QMenuBar& m_bar;
    QMenu* m_go;
    QMenu* m_ofView;
    std::vector<QAction*> m_needWorkspace;
};

}  // namespace syncline::ui
