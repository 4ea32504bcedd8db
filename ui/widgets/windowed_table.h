#pragma once

#include "ui/widgets/row_source.h"

#include <QWidget>
#include <memory>
#include <optional>
#include <set>
#include <vector>

class QTableView;

namespace syncline::ui {

class Theme;

struct Column {
    QString title;
    int width = 96;  ///< logical pixels at 100 %; 0: takes the rest
    Qt::Alignment align = Qt::AlignLeft;
    QString help;
    int least = 0;  ///< gives way down to this where not all columns have room; 0: does not
};

/// A table over a RowSource: drawn by a QTableView that holds just the rows on the screen, with a scroll bar of its own
/// that is true over 64-bit positions. Selection is by key and stays while rows come and go. Following keeps the newest
/// row in sight; scrolling up ends it. Keys as in a QTableView, and Home and End go to the first and the last row of
/// all. Shift and Ctrl select several, at most kMostSelected in one stretch. On the GUI thread.
class WindowedTable : public QWidget {
    Q_OBJECT
public:
    WindowedTable(const Theme& theme, std::vector<Column> columns, QWidget* parent = nullptr);
    ~WindowedTable() override;

    /// Outlives the table, or is replaced before it ends; null: no rows.
    void setSource(RowSource* source);
    [[nodiscard]] QTableView* view() const;
    /// That column needs so many pixels; it never gets narrower by this.
    void widenColumn(int column, int width);
    /// Stands between the rows and the scroll bar, from the first row's top down; the table owns it.
    void setStrip(QWidget* strip);

    void setFollowing(bool following);
    [[nodiscard]] bool isFollowing() const;
    [[nodiscard]] qint64 topRow() const;
    [[nodiscard]] int visibleRows() const;  ///< that are on the screen whole
    /// To be the topmost one, as far as there are rows below it.
    void scrollToRow(qint64 row);

    /// The current row's key; none before a person has chosen one.
    [[nodiscard]] std::optional<qint64> currentKey() const;
    /// Chooses it and brings it into sight.
    void setCurrentKey(std::optional<qint64> key);
    [[nodiscard]] std::set<qint64> selectedKeys() const;
    [[nodiscard]] int currentColumn() const;

    static constexpr qint64 kMostSelected = 10'000;

signals:
    void currentKeyChanged();
    void selectedKeysChanged();
    /// Other rows are on the screen, or there are more of them.
    void scrolled();
    void followingChanged(bool following);
    /// Of the cell under the pointer, in global coordinates.
    void menuRequested(qint64 key, int column, const QPoint& place);
    void activated(qint64 key);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::ui
