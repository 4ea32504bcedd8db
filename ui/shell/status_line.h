#pragma once

#include "ui/bridge/query.h"
#include "ui/shell/entry_rate.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/times.h"

#include <QTimer>
#include <QWidget>

class QHBoxLayout;
class QToolButton;

namespace syncline::ui {

class Theme;

/// The window's last line: how each side is and how long ago it told of something, the journal's head and how fast it
/// grows, what waits, the time now, the style of times, and who acts.
class StatusLine : public QWidget {
    Q_OBJECT
public:
    StatusLine(const Theme& theme, Times& times, QWidget* parent = nullptr);

    void setWho(const QString& who);
    void setSnapshot(const Snapshot& snapshot);
    /// Without what can be seen elsewhere.
    void setNarrow(bool narrow);
    /// The inspector of the view in front is closed for want of room: how it is opened.
    void setDetailsClosed(bool closed);

signals:
    void detailsWanted();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct SideParts {
        IconLabel* trouble = nullptr;
        Text* text = nullptr;
        QString whole;
        QString brief;
    };

    void addSide(QHBoxLayout& row, core::Side side);
    void addRule(QHBoxLayout& row);
    void tell();
    void tellSide(core::Side side);
    void tellTimes();
    void fit();
    void layOut();

    const Theme& m_theme;
    Times& m_times;
    Snapshot m_snapshot;
    EntryRate m_rate;
    QTimer m_clock;  ///< "3 s ago" goes on without snapshots
    core::PerSide<SideParts> m_sides;
    Text* m_head;
    Text* m_speed;
    Text* m_waiting;
    QString m_waitingWhole;
    QString m_waitingBrief;
    QToolButton* m_details;
    Text* m_now;
    QToolButton* m_timeStyle;
    Text* m_who;
};

}  // namespace syncline::ui
