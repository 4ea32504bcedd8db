#pragma once

#include "ui/bridge/bridge.h"

#include <QObject>
#include <QTimer>
#include <vector>

namespace syncline::ui {

class ConflictSurface;

/// Has what is begun for conflicts forgotten once others have settled them: from what the inbox lists, and while it
/// lists no open ones, or is not seen, by a question of its own; that only while something is written. A question that
/// fails is asked again when the engine has gone on. On the GUI thread; the surface's child, so it ends with it.
class DraftWatch final : public QObject {
    Q_OBJECT
public:
    DraftWatch(Bridge& bridge, ConflictSurface& surface);

    /// Whether the inbox reads the open ones itself as the engine goes on.
    void setListing(bool listing);
    /// As the inbox has read them; while it lists no open ones nothing comes of it.
    void listed(const std::vector<ConflictRow>& conflicts);

signals:
    /// The conflict on the surface, while nobody looked.
    void settledUnseen();

private:
    void askSoon();
    void ask();
    void needChanged();
    void read(const std::vector<ConflictRow>& conflicts);
    [[nodiscard]] bool isNeeded() const { return !m_isListing && m_written > 0; }

    Bridge& m_bridge;
    ConflictSurface& m_surface;
    bool m_isListing = false;
    std::size_t m_written = 0;  ///< conflicts
    core::Seq m_asked;          ///< the head at the last question
    core::Seq m_askedWhile;     ///< how far the projections were then
    Ticket m_ticket;
    QTimer m_refresh;
};

}  // namespace syncline::ui
