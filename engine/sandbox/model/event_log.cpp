#include "engine/sandbox/model/event_log.h"

#include <algorithm>
#include <utility>

namespace syncline::sandbox::model {

void EventLog::append(Event event, base::Random& random) {
    constexpr std::uint64_t kWidestGap = 40;
    if (!m_events.empty())
        event.happened = std::max(event.happened, m_events.back().happened);
    event.number = m_nextNumber++;
    m_lastReplayId += 1 + random.below(kWidestGap);
    event.replayId = m_lastReplayId;
    m_events.push_back(std::move(event));
}

void EventLog::forgetBefore(base::WallTime moment) {
    while (!m_events.empty() && m_events.front().happened < moment)
        m_events.pop_front();
}

void EventLog::restart() {
    m_events.clear();
    m_lastReplayId = 0;
}

}  // namespace syncline::sandbox::model
