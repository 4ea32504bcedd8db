#pragma once

#include "ui/bridge/query.h"
#include "ui/widgets/state_page.h"
#include "ui/widgets/times.h"

#include <QObject>
#include <QTimer>
#include <functional>
#include <map>
#include <optional>

namespace syncline::ui {

/// "38 s", "3 min"; "" when it is not in the future: then it is tried already.
[[nodiscard]] QString leftUntil(std::optional<base::WallTime> next, base::WallTime now);

/// What a snapshot says that a person should know wherever they are, as bars: the journal cannot be written, a side is
/// disconnected or wants a new sign-in, a direction only observes. When a disconnected side is tried next is counted
/// down in place, so that its button stays under the pointer and keeps the focus. On the GUI thread.
class TroubleBars : public QObject {
    Q_OBJECT
public:
    TroubleBars(BarStack& bars, const Times& times, QObject* parent = nullptr);

    void setSnapshot(const Snapshot& snapshot);
    /// From the next snapshot on: no engine runs here that could go live.
    void setReadOnly(bool readOnly) { m_isReadOnly = readOnly; }

signals:
    /// The person wants to see what would leave.
    void goLiveWanted(core::Side target);
    /// A disconnected side is not to wait. Not told while a try of it is out.
    void tryNowWanted(core::Side side);

private:
    using Wanted = std::optional<BarStack::Bar>;
    [[nodiscard]] static Wanted journalBar(const Snapshot& snapshot);
    [[nodiscard]] Wanted sideBar(const SideSnapshot& state, core::Side side);
    [[nodiscard]] Wanted observeBar(const Snapshot& snapshot);
    void tellSides();
    void tellButtons();
    void put(const QString& key, Wanted bar);

    BarStack& m_bars;
    const Times& m_times;
    QTimer m_tick;                        ///< while a side is disconnected
    core::PerSide<SideSnapshot> m_sides;  ///< the latest
    std::size_t m_undecided = 0;          ///< of both together
    std::optional<core::Side> m_longestAway;
    std::map<QString, QString> m_shown;  ///< words by key
    bool m_isReadOnly = false;
};

}  // namespace syncline::ui
