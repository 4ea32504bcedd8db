#include "ui/stream/late_titles.h"

#include <algorithm>
#include <cstdint>

namespace syncline::ui::stream {

namespace {

/// More rows than a few screens are not remembered: they are read anew when somebody comes by.
constexpr std::size_t kMost = 2000;
/// So often at every step of the projections, then each time only when they have come twice as far as the last time.
constexpr int kTriesAtOnce = 16;
constexpr int kMostDoublings = 16;

}  // namespace

void LateTitles::notice(const EntryRow& row) {
    const core::Seq seq = row.entry.seq;
    const bool isNameless = row.title.empty() && row.entry.entity != core::EntityId{};
    if (!isNameless && !row.isLate) {
        m_waiting.erase(seq);
        return;
    }
    const auto found = m_waiting.find(seq);
    if (found == m_waiting.end() && m_waiting.size() >= kMost) {
        // The lowest gives way. If that is this one, it would come and go with every answer, each time as if it were
        // new.
        if (seq < m_waiting.begin()->first)
            return;
        m_waiting.erase(m_waiting.begin());
    }
    m_waiting[seq].isLate = row.isLate;
}

bool LateTitles::isDue(const Waiting& waiting, core::Seq projected) {
    if (waiting.tries == 0)
        return true;
    const std::int64_t gap = std::int64_t{1} << std::clamp(waiting.tries - kTriesAtOnce, 0, kMostDoublings);
    return waiting.isLate && projected.value() - waiting.triedAt.value() >= gap;
}

std::vector<core::Seq> LateTitles::takeKnownBy(core::Seq projected) {
    std::vector<core::Seq> known;
    for (auto at = m_waiting.begin(); at != m_waiting.end() && at->first <= projected; ++at) {
        Waiting& waiting = at->second;
        if (!isDue(waiting, projected))
            continue;
        known.push_back(at->first);
        ++waiting.tries;
        waiting.triedAt = projected;
    }
    return known;
}

}  // namespace syncline::ui::stream
