#pragma once

#include "ui/bridge/query.h"
#include "ui/widgets/state_page.h"

#include <QObject>
#include <functional>
#include <map>
#include <optional>

namespace syncline::ui {

/// What a snapshot says that a person should know wherever they are, as bars: the journal cannot be written, a side is
/// disconnected, a direction only observes. On the GUI thread.
class TroubleBars : public QObject {
    Q_OBJECT
public:
    explicit TroubleBars(BarStack& bars, QObject* parent = nullptr) : QObject(parent), m_bars(bars) {}

    void setSnapshot(const Snapshot& snapshot);
    /// From the next snapshot on: no engine runs here that could go live.
    void setReadOnly(bool readOnly) { m_isReadOnly = readOnly; }

signals:
    /// The person wants to see what would leave.
    void goLiveWanted(core::Side target);

private:
    using Wanted = std::optional<BarStack::Bar>;
    [[nodiscard]] static Wanted journalBar(const Snapshot& snapshot);
    [[nodiscard]] static Wanted sideBar(const SideSnapshot& state, core::Side side);
    [[nodiscard]] Wanted observeBar(const Snapshot& snapshot);
    void put(const QString& key, Wanted bar);

    BarStack& m_bars;
    std::map<QString, QString> m_shown;  ///< words by key
    bool m_isReadOnly = false;
};

}  // namespace syncline::ui
