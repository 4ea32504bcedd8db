#pragma once

#include "engine/core/filter_doubt.h"
#include "ui/bridge/bridge.h"

#include <QObject>
#include <QString>
#include <cstddef>
#include <vector>

namespace syncline::ui::stream {

/// Whether what a filter compares with records by the look of a name is a record's id or match key, as the records say
/// that are found by it, and the newest entries: records are not found by every match key. So whoever finds entries
/// further back knows better. A new check ends the one before. On the GUI thread.
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
    /// What is done when no entry is found.
    void ask(const QString& filter, std::size_t look, void (RecordCheck::*otherwise)());
    void tell();

    Bridge& m_bridge;
    core::RecordByName m_asked;
    std::vector<RecordHit> m_called;  ///< that have it as a whole name
    std::size_t m_next = 0;           ///< of them is asked about its match keys
    Ticket m_ticket;
};

}  // namespace syncline::ui::stream
