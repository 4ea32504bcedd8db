#include "ui/shell/entry_rate.h"

namespace syncline::ui {

void EntryRate::note(core::Seq head, base::WallTime now) {
    // The clock was set back, or it is another journal.
    if (!m_marks.empty() && (now < m_marks.back().time || head < m_marks.back().head))
        m_marks.clear();
    // Nobody has told of the journal yet: what it holds by then is not what came.
    if (head == core::Seq())
        return;
    // The last mark moves until the one before it is old enough, so that there are at most forty.
    if (m_marks.size() > 1 && now - m_marks[m_marks.size() - 2].time < kApart)
        m_marks.back() = {now, head};
    else
        m_marks.push_back({now, head});
    while (m_marks.size() > 2 && now - m_marks[1].time >= kSpan)
        m_marks.pop_front();
}

std::optional<double> EntryRate::perSecond() const {
    if (m_marks.size() < 2)
        return std::nullopt;
    const std::chrono::duration<double> time = m_marks.back().time - m_marks.front().time;
    if (time < std::chrono::seconds(1))
        return std::nullopt;
    return static_cast<double>(m_marks.back().head.value() - m_marks.front().head.value()) / time.count();
}

}  // namespace syncline::ui
