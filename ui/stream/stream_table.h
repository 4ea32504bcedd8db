#pragma once

#include "ui/widgets/icon.h"
#include "ui/widgets/row_source.h"
#include "ui/widgets/state_page.h"

#include <QWidget>

class QStackedLayout;

namespace syncline::ui {
class BarStack;
class Button;
class IconLabel;
class OverviewStrip;
class Sentence;
class Theme;
class WindowedTable;
}  // namespace syncline::ui

namespace syncline::ui::stream {

/// The list with what stands above and below it, or in place of rows. The foot below has its place also while it says
/// nothing: a note or new entries neither cover a row nor move one. On the GUI thread.
class StreamTable final : public QWidget {
    Q_OBJECT
public:
    explicit StreamTable(const Theme& theme, QWidget* parent = nullptr);
    ~StreamTable() override;

    [[nodiscard]] WindowedTable* table() const { return m_table; }
    [[nodiscard]] OverviewStrip* strip() const { return m_strip; }
    [[nodiscard]] BarStack* bars() const { return m_bars; }
    void showRows();
    /// In the place of rows.
    void showState(StatePage::Content content);
    [[nodiscard]] bool showsRows() const;
    /// To the rows, or to what stands in their place.
    void takeFocus();
    /// So many came while the tail is paused, said at the right of the foot; 0: nothing is said.
    void setNew(qint64 count);
    /// The column of times is as wide as this one needs; it never gets narrower.
    void fitTime(const QString& time);
    /// At the left of the foot; what stands between backticks is data. Empty: nothing.
    void setNote(const QString& note, Icon icon);

signals:
    void newWanted();

private:
    void restyle();

    const Theme& m_theme;
    WindowedTable* m_table;
    OverviewStrip* m_strip;
    StatePage* m_state;
    BarStack* m_bars;
    QStackedLayout* m_stack;
    Button* m_new;
    QWidget* m_foot;
    IconLabel* m_footIcon;
    Sentence* m_footWords;
};

}  // namespace syncline::ui::stream
