#pragma once

#include <QWidget>
#include <functional>
#include <memory>
#include <vector>

namespace syncline::ui {

class Theme;

/// Beside a table's scroll bar: where over all its rows something stands, and which of them are on the screen. Marks
/// of attention are 2 px high, those of failure 3 px and above the others (look.md, Small painters). A click on a mark
/// wants its row, elsewhere and while the pointer is dragged the row of that place; a click does not take the focus.
/// Reached by Tab, it stands at one of the marks: Up and Down go to the next, Page Up and Page Down ten further, Home
/// and End to the first and the last, Enter wants to be there. On the GUI thread.
class OverviewStrip final : public QWidget {
    Q_OBJECT
public:
    explicit OverviewStrip(const Theme& theme, QWidget* parent = nullptr);
    ~OverviewStrip() override;

    struct Rows {
        qint64 count = 0;
        qint64 top = 0;
        qint64 visible = 0;

        bool operator==(const Rows&) const = default;
    };
    void setRows(const Rows& rows);
    struct Mark {
        qint64 row = 0;
        bool isFailure = false;

        bool operator==(const Mark&) const = default;
    };
    /// In ascending order of their rows. Marks of rows that are not there are left out.
    void setMarks(std::vector<Mark> marks);
    /// Rows in which there may be more than is marked, up to but without `end`: they are shaded. Both 0: none.
    struct Shade {
        qint64 first = 0;
        qint64 end = 0;

        bool operator==(const Shade&) const = default;
    };
    void setShades(std::vector<Shade> shades);
    /// What the tooltip says of the rows from the first to the last, which stand where the pointer is.
    void setWords(std::function<QString(qint64 first, qint64 last)> words);
    /// What a mark is, for people who listen: "1 conflict at 2,000".
    void setMarkWords(std::function<QString(const Mark& mark)> words);
    /// How many marks there are to go to.
    [[nodiscard]] int markCount() const;
    /// At which of them it stands, from 1; 0 while at none.
    [[nodiscard]] int currentMark() const;
    void setCurrentMark(int number);
    /// "3 of 6: 1 conflict at 2,000"; "" while at none.
    [[nodiscard]] QString place() const;
    [[nodiscard]] QSize sizeHint() const override;

signals:
    /// A person wants to see that row.
    void rowWanted(qint64 row);
    /// They want to be at the row of a mark, and to go on from there.
    void markEntered(qint64 row);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::ui
