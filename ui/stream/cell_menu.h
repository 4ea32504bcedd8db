#pragma once

#include "ui/bridge/query.h"
#include "ui/widgets/icon.h"

#include <QMenu>
#include <functional>

namespace syncline::ui {
class Theme;
}

namespace syncline::ui::stream {

/// What the menu of a cell can do; each is called with the cell's own clause or entry by the menu.
struct CellActions {
    std::function<void(const QString& clause)> filterBy;
    std::function<void(const QString& clause)> andNot;
    std::function<void(const EntryRow&)> followRecord;
    std::function<void(const EntryRow&)> showRecord;
    std::function<void(core::Seq)> goTo;
    std::function<void()> goToEffect;  ///< of the chosen entry
    std::function<void()> copyText;
    std::function<void()> copyJson;
    std::function<void(const QString& clause)> copyFilter;
};

/// The menu of one cell of the stream: made for one use, deletes itself when it closes. On the GUI thread.
class CellMenu final : public QMenu {
    Q_OBJECT
public:
    /// `effect`: what the entry is known to have led to.
    CellMenu(const Theme& theme, const EntryRow& row, int column, QWidget* parent);
    /// Once, before it pops up. The cell's entry is the chosen one.
    void fill(const CellActions& actions);

private:
    QAction* add(const QString& text, const char* name, Icon icon, std::function<void()> run);

    const Theme& m_theme;
    EntryRow m_row;
    int m_column;
};

}  // namespace syncline::ui::stream
