#pragma once

#include "ui/bridge/bridge.h"
#include "ui/stream/trouble_map.h"

#include <QObject>
#include <QString>
#include <QTimer>

namespace syncline::ui {
class OverviewStrip;
class WindowedTable;
}  // namespace syncline::ui

namespace syncline::ui::stream {

class StreamRows;

/// What the strip beside the stream's table shows: the troubles of the whole journal, and which part of it is on the
/// screen. Reads the journal once, downwards from its head and a small piece at a time with a pause behind each, so
/// that nothing else waits for it, and only while the whole journal is shown and its rows are there; then what is new,
/// once a second. Beside the rows of a filter there are no marks: where a trouble would stand among them is not known.
/// On the GUI thread.
class TroubleOverview final : public QObject {
    Q_OBJECT
public:
    /// Entries that are looked at in one piece.
    static constexpr std::int64_t kLook = 20'000;

    /// All outlive it.
    TroubleOverview(Bridge& bridge, StreamRows& rows, WindowedTable& table, OverviewStrip& strip,
                    QObject* parent = nullptr);
    ~TroubleOverview() override;

    /// Asks only while it is active.
    void setActive(bool active);
    /// The rows, their number or the part on the screen may be others.
    void refresh();

private:
    void goOn();
    void ask(core::Seq from, core::Seq to);
    void take(core::Seq from, core::Seq to, base::Result<FoundTroubles> answer);
    void showMarks();
    void showShades();
    void describe();
    void goTo(qint64 row);
    void enter(qint64 row);
    [[nodiscard]] bool showsAll() const;
    [[nodiscard]] bool isWanted() const;
    [[nodiscard]] bool mayAsk() const;
    [[nodiscard]] core::Seq first() const;
    [[nodiscard]] QString words(qint64 firstRow, qint64 lastRow) const;
    [[nodiscard]] QString wordsOf(qint64 row, bool isFailure) const;

    Bridge& m_bridge;
    StreamRows& m_rows;
    WindowedTable& m_table;
    OverviewStrip& m_strip;
    TroubleMap m_map;
    core::Seq m_back;     ///< looked at from here
    core::Seq m_through;  ///< through here; 0: nothing was looked at yet
    core::Seq m_markedFirst;
    bool m_isActive = false;
    bool m_areMarksShown = false;
    bool m_hasFailed = false;
    QTimer m_pause;  ///< until the next piece further back
    QTimer m_fresh;  ///< until what is new
    Ticket m_asked;
};

}  // namespace syncline::ui::stream
