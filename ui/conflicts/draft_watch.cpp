#include "ui/conflicts/draft_watch.h"

#include "ui/conflicts/conflict_surface.h"
#include "ui/conflicts/inbox_words.h"

#include <chrono>
#include <optional>
#include <set>

namespace syncline::ui {
namespace {

constexpr std::chrono::milliseconds kRefresh{500};  ///< at most so often while entries come

}  // namespace

DraftWatch::DraftWatch(Bridge& bridge, ConflictSurface& surface)
    : QObject(&surface), m_bridge(bridge), m_surface(surface) {
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(kRefresh);
    connect(&m_refresh, &QTimer::timeout, this, [this] { ask(); });
    connect(&bridge, &Bridge::snapshotChanged, this, [this] { askSoon(); });
    connect(&surface, &ConflictSurface::begunChanged, this, [this](std::size_t count) {
        m_written = count;
        needChanged();
    });
}

void DraftWatch::setListing(bool listing) {
    m_isListing = listing;
    needChanged();
}

void DraftWatch::listed(const std::vector<ConflictRow>& conflicts) {
    if (m_isListing)
        read(conflicts);
}

void DraftWatch::needChanged() {
    if (isNeeded())
        return askSoon();
    m_refresh.stop();
    m_ticket = {};
    m_asked = {};
    m_askedWhile = {};
}

void DraftWatch::askSoon() {
    const Snapshot& now = m_bridge.snapshot();
    if (isNeeded() && !m_refresh.isActive() && (now.head != m_asked || now.projected != m_askedWhile))
        m_refresh.start();
}

void DraftWatch::ask() {
    m_asked = m_bridge.snapshot().head;
    m_askedWhile = m_bridge.snapshot().projected;
    m_ticket = m_bridge.query<OpenConflicts>({}, [this](const base::Result<std::vector<ConflictRow>>& answer) {
        if (answer)
            read(*answer);
    });
}

/// Where more are open than are read it is not known which have been settled.
void DraftWatch::read(const std::vector<ConflictRow>& conflicts) {
    const std::set<core::Seq> open = openAmong(conflicts);
    if (open.size() >= OpenConflicts().limit)
        return;
    // What the inbox lists it clears from the surface itself.
    const std::optional<core::Seq> shown = m_surface.openConflict();
    if (!m_isListing && shown && open.count(*shown) == 0 && !m_surface.isApplying())
        emit settledUnseen();
    m_surface.keepBegunOf(open);
}

}  // namespace syncline::ui
