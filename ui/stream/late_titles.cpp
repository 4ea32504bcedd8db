#include "ui/stream/late_titles.h"

namespace syncline::ui::stream {

namespace {

/// More rows than a few screens are not remembered: they are read anew when somebody comes by.
constexpr std::size_t kMost = 2000;

}  // namespace

void LateTitles::notice(const EntryRow& row) {
    const core::Seq seq = row.entry.seq;
    if (!row.title.empty() || row.entry.entity == core::EntityId{}) {
        m_waiting.erase(seq);
        return;
    }
    if (m_waiting.size() >= kMost)
        m_waiting.erase(m_waiting.begin());
    m_waiting.try_emplace(seq, false);
}

std::vector<core::Seq> LateTitles::takeKnownBy(core::Seq projected) {
    std::vector<core::Seq> known;
    for (auto at = m_waiting.begin(); at != m_waiting.end() && at->first <= projected; ++at) {
        if (!at->second)
            known.push_back(at->first);
        at->second = true;
    }
    return known;
}

}  // namespace syncline::ui::stream
