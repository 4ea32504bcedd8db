#pragma once

#include "ui/bridge/bridge.h"
#include "ui/stream/entry_cells.h"

#include <QObject>
#include <QString>
#include <set>

namespace syncline::ui::stream {

/// Reads chosen entries, whether or not a table holds them, and makes a text of them for copying: some at a time, so
/// that the window stays at work however many they are. A new text ends the one before. On the GUI thread.
class EntryCopy final : public QObject {
    Q_OBJECT
public:
    /// The bridge outlives it.
    explicit EntryCopy(Bridge& bridge, QObject* parent = nullptr);

    /// Ascending sequences, each a line: as JSON in the journal's one form, as `syncline journal list --json` prints
    /// it, else as it looks. made() or failed() comes from the event loop.
    void start(const std::set<qint64>& seqs, bool asJson, const EntryLook& look);

signals:
    /// `missing`: of those that were asked for, what the journal does not hold; `unreadable`: what it holds and cannot
    /// be read.
    void made(const QString& text, qint64 entries, qint64 missing, qint64 unreadable);
    void failed(const base::Error& error);

private:
    void goOn();
    void take(base::Result<EntryRows> answer);
    void add(const QString& line);

    Bridge& m_bridge;
    std::set<qint64> m_left;
    EntryLook m_look;
    bool m_isJson = false;
    QString m_text;
    qint64 m_count = 0;
    qint64 m_missing = 0;
    qint64 m_unreadable = 0;
    qint64 m_askedTo = 0;
    Ticket m_asked;
};

}  // namespace syncline::ui::stream
