#pragma once

#include "ui/bridge/bridge.h"
#include "ui/bridge/navigator.h"
#include "ui/stream/chosen_entry.h"
#include "ui/stream/entry_copy.h"
#include "ui/stream/field_names.h"
#include "ui/stream/problem_search.h"
#include "ui/stream/record_check.h"
#include "ui/stream/stream_rows.h"
#include "ui/stream/stream_states.h"
#include "ui/stream/trouble_overview.h"
#include "ui/stream/unread_bar.h"
#include "ui/widgets/times.h"

#include <QObject>
#include <QTimer>
#include <optional>

namespace syncline::ui {
class Button;
class Theme;
}  // namespace syncline::ui

namespace syncline::ui::stream {

class EntryPanel;
class FilterLine;
class PayloadPanel;
class StreamTable;

/// The widgets that make up the stream; they outlive what works with them.
struct StreamWidgets {
    FilterLine* filter = nullptr;
    StreamTable* table = nullptr;
    EntryPanel* entry = nullptr;
    PayloadPanel* payload = nullptr;
    Button* pause = nullptr;
    Button* follow = nullptr;
};
/// What the stream works with; all outlives it.
struct StreamWorld {
    const Theme& theme;
    const Times& times;
    Bridge& bridge;
    Navigator& navigator;
};

/// What happens in the stream: which rows are shown, which entry is chosen, whether the tail is followed, and what each
/// key and menu does. On the GUI thread.
class StreamControl final : public QObject {
    Q_OBJECT
public:
    StreamControl(const StreamWorld& world, const StreamWidgets& widgets, QObject* parent = nullptr);
    ~StreamControl() override;

    void setShown(bool shown);
    void setFollowing(bool following);
    /// Chooses it and brings it into sight. Where the filter does not take it the filter is cleared, and a toast offers
    /// it back.
    void goTo(core::Seq seq);
    /// The row below or above the chosen one.
    void step(int by);
    void goToProblem(bool upwards);
    void goToCause();
    void goToEffect();
    void copy(bool asJson);
    void followRecord();
    /// When it is a filter that leaves nothing to see.
    void clearFilterOfNothing();
    [[nodiscard]] bool isFollowing() const;

signals:
    /// The muted words beside the title.
    void factChanged(const QString& fact);

private:
    void connectAll();
    void applyFilter();
    void showTable();
    void onRows();
    void onSnapshot();
    void showState();
    void showUnread();
    void showNothing();
    void show(const QString& name, StatePage::Content content);
    void showCount();
    [[nodiscard]] QString countInWords() const;
    void showNote();
    void showNew();
    void showDoubt();
    void fitTimes();
    void askWithoutTime();
    void onChosen();
    void onLoaded();
    void learnRules();
    void refreshLook();
    void open(core::Seq seq);
    void showRecord(const EntryRow& row);
    void popUpMenu(core::Seq seq, int column, const QPoint& place);
    void finishCopy(const QString& text, qint64 entries, qint64 missing, qint64 unreadable);
    void failCopy(const base::Error& error);
    void tryAgain();
    /// Where and when something failed: now.
    [[nodiscard]] FailurePlace place() const;
    /// What failed stands in the place of rows.
    [[nodiscard]] bool isFailurePage();
    void fail(const base::Error& error);
    void say(const QString& text);
    [[nodiscard]] bool tryChoose(core::Seq seq);

    StreamWorld m_world;
    StreamWidgets m_widgets;
    StreamRows m_rows;
    TroubleOverview m_overview;
    ChosenEntry m_chosen;
    ProblemSearch m_problems;
    RecordCheck m_records;
    EntryCopy m_copy;
    FieldNames m_names;
    UnreadBar m_unread;
    QTimer m_tick;                       ///< times that are told by how long ago they were, and the day
    QTimer m_patience;                   ///< the entry before stays so long in the panes
    QString m_state;                     ///< what stands in place of rows; "": nothing
    std::optional<core::Seq> m_awaited;  ///< to be chosen when it is among the rows
    qint64 m_lastSeen = 0;               ///< key of the newest row that was on the screen
    qint64 m_lastSeenOfFilter = 0;       ///< the same of the rows that are filtered: those between were not seen
    std::optional<base::Error> m_failure;
    std::optional<core::FilterDoubt> m_doubt;  ///< of a record in the filter in force
    std::optional<WithoutTime> m_withoutTime;
    bool m_goesToEffect = false;  ///< as soon as it is known
    bool m_isShown = false;
    Ticket m_askedRules;
    Ticket m_askedTime;
    Ticket m_askedPlace;
};

}  // namespace syncline::ui::stream
