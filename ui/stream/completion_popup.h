#pragma once

#include "ui/stream/filter_choices.h"

#include <QFrame>

class QStandardItemModel;
class QTableView;

namespace syncline::ui {
class FilterEdit;
class Theme;
}  // namespace syncline::ui

namespace syncline::ui::stream {

/// What may go on in the filter line, below the place where it would stand: a word and its meaning a row. Comes up
/// while somebody types; Tab takes a row, Up and Down move, Escape closes; the focus stays in the line. The foot names
/// the keys that work now. A child of the window, over everything. On the GUI thread.
class CompletionPopup final : public QFrame {
    Q_OBJECT
public:
    /// The line outlives it.
    CompletionPopup(const Theme& theme, FilterEdit& line);

    void setWords(core::FilterWords words) { m_words = std::move(words); }
    /// Comes up, goes or says something else, by what stands before the cursor.
    void follow();

signals:
    void taken();
    /// By Escape: what is typed stays as it is.
    void dismissed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    class Foot;
    [[nodiscard]] bool onKey(int key, Qt::KeyboardModifiers modifiers);
    void fill();
    void place();
    void move(int by);
    /// Not where nothing is typed and no word was gone to: there the person goes on.
    [[nodiscard]] bool tabTakes() const;
    void showKeys();
    void take(int row);
    void restyle();

    const Theme& m_theme;
    FilterEdit& m_line;
    core::FilterWords m_words;
    FilterChoices m_choices;
    QStandardItemModel* m_model;
    QTableView* m_table;
    Foot* m_foot;
};

}  // namespace syncline::ui::stream
