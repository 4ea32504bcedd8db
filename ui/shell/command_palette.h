#pragma once

#include "ui/shell/palette_model.h"
#include "ui/shell/palette_search.h"
#include "ui/widgets/controls.h"

#include <QListView>
#include <QPointer>
#include <QWidget>

class QLineEdit;

namespace syncline::ui {

class Theme;

/// Ctrl+K: every record, what needs the person, every action. Lies over its parent, 640 wide and 72 from the top, and
/// goes when something was chosen, on Esc, and when the focus leaves it.
class CommandPalette : public QWidget {
    Q_OBJECT
public:
    CommandPalette(const Theme& theme, Bridge& bridge, Navigator& navigator, PaletteSearch::Actions actions,
                   QWidget& window);

    void open();

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void leave();
    void refill();
    void run(int row);
    void filterStream();
    void step(int by);
    bool keyPressed(const QKeyEvent& event);
    void place();
    void layOut();
    [[nodiscard]] QWidget* makeFooter();

    const Theme& m_theme;
    Navigator& m_navigator;
    PaletteModel m_model;
    PaletteSearch m_search;
    QLineEdit* m_input;
    Text* m_hint;
    QListView* m_list;
    QWidget* m_footer;
    QPointer<QWidget> m_before;      ///< had the focus
    bool m_isFilterAwaited = false;  ///< the stream is to be filtered as soon as the record is found
};

}  // namespace syncline::ui
