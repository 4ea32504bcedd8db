#include "engine/runtime/projection_lag.h"

#include <algorithm>

namespace syncline::runtime {
namespace {

/// Commits that lie closer than this are one mark, so that there are few whatever their rate.
constexpr std::chrono::milliseconds kMarkEvery{20};

}  // namespace

void ProjectionLag::committed(core::Seq head, base::MonotonicTime now) {
    m_head = head;
    // The later moment: what is not so old yet is not waited for.
    if (m_young.size() > 1 && now - m_young[m_young.size() - 2].at < kMarkEvery)
        m_young.back() = {head, now};
    else
        m_young.push_back({head, now});
}

core::Seq ProjectionLag::least(base::MonotonicTime now) {
    while (!m_young.empty() && now - m_young.front().at > m_time) {
        m_old = m_young.front().head;
        m_young.pop_front();
    }
    return std::max(m_old, core::Seq(std::max<std::int64_t>(0, m_head.value() - m_entries)));
}

}  // namespace syncline::runtime
