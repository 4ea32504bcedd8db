#pragma once

#include <QTimer>
#include <QWidget>

class QAbstractItemView;

namespace syncline::ui {

class Theme;

/// What stands over the rows of a list or table while others are read (look.md, States): the old ones for 200 ms, then
/// flat blocks in the row grid; headers stay. Named after the list: its object name and "Loading". On the GUI thread.
class LoadingRows final : public QWidget {
    Q_OBJECT
public:
    /// `rowHeight` in logical pixels at 100 %. Belongs to the list, whose object name is set.
    LoadingRows(const Theme& theme, QAbstractItemView& rows, int rowHeight);

    /// Again while it is under way: nothing changes.
    void start();
    void stop();

signals:
    /// It has lasted, and the blocks are there.
    void lasted();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void cover();

    const Theme& m_theme;
    QAbstractItemView& m_rows;
    int m_rowHeight;
    QTimer m_patience;
};

}  // namespace syncline::ui
