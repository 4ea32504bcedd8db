#pragma once

#include "engine/core/filter_doubt.h"
#include "ui/bridge/bridge.h"

#include <QObject>
#include <QString>
#include <vector>

namespace syncline::ui::stream {

/// Whether what a filter compares with records by the look of a name is a record's id or match key, as the records say.
/// A new check ends the one before. On the GUI thread.
class RecordCheck final : public QObject {
    Q_OBJECT
public:
    /// The bridge outlives it.
    explicit RecordCheck(Bridge& bridge, QObject* parent = nullptr);

    /// Of the filter's first such text. Nothing is told of one that is good, nor where it cannot be read.
    void check(const QString& filter);

signals:
    void doubted(const core::FilterDoubt& doubt);

private:
    void onFound(const std::vector<RecordHit>& hits);
    void askNext();

    Bridge& m_bridge;
    core::RecordByName m_asked;
    std::vector<RecordHit> m_called;  ///< that have it as their name, or as a part of it
    std::size_t m_next = 0;           ///< of them is asked about its match keys
    Ticket m_ticket;
};

}  // namespace syncline::ui::stream
