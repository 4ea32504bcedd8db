#pragma once

#include "ui/bridge/bridge.h"

#include <QObject>
#include <set>
#include <vector>

namespace syncline::ui::stream {

/// Reads chosen entries, whether or not a table holds them, for copying. A new reading ends the one before. On the GUI
/// thread.
class EntryCopy final : public QObject {
    Q_OBJECT
public:
    /// The bridge outlives it.
    explicit EntryCopy(Bridge& bridge, QObject* parent = nullptr);

    /// Ascending sequences. read() or failed() comes from the event loop.
    void start(const std::set<qint64>& seqs);

signals:
    void read(const std::vector<EntryRow>& rows);
    void failed(const base::Error& error);

private:
    void goOn();
    void take(base::Result<EntryRows> answer);

    Bridge& m_bridge;
    std::set<qint64> m_left;
    std::vector<EntryRow> m_rows;
    qint64 m_askedTo = 0;
    Ticket m_asked;
};

}  // namespace syncline::ui::stream
