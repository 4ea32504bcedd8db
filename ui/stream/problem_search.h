#pragma once

#include "ui/bridge/bridge.h"

#include <QObject>
#include <QString>

namespace syncline::ui::stream {

/// Looks for the next conflict, refusal or failed write, slice by slice. A new search ends the one before. On the GUI
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
    void foundNone(bool upwards);
    void failed(const base::Error& error);

private:
    void ask(MatchingEntries question);

    Bridge& m_bridge;
    Ticket m_asked;
};

}  // namespace syncline::ui::stream
