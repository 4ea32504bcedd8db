#pragma once

#include "ui/bridge/bridge.h"

#include <QObject>
#include <QString>

namespace syncline::ui::stream {

/// Looks for the next entry that isProblem() is true of, slice by slice. A new search ends the one before. On the GUI
/// thread.
class ProblemSearch final : public QObject {
    Q_OBJECT
public:
    /// The bridge outlives it.
    explicit ProblemSearch(Bridge& bridge, QObject* parent = nullptr);

    /// From that entry on, without it, among what `filter` takes.
    void start(const QString& filter, base::WallTime now, core::Seq from, bool upwards);
    void cancel() { m_asked.cancel(); }

signals:
    void found(core::Seq seq);
    /// `isAll`: it has passed by none that cannot be read.
    void foundNone(bool upwards, bool isAll);
    void failed(const base::Error& error);

private:
    void ask(MatchingEntries question);
    void take(MatchingEntries question, const Matches& answer);

    Bridge& m_bridge;
    bool m_isAll = true;  ///< of the entries that were passed by
    Ticket m_asked;
};

}  // namespace syncline::ui::stream
