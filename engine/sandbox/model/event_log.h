#pragma once

#include "engine/base/random.h"
#include "engine/sandbox/model/event.h"

#include <cstdint>
#include <deque>

namespace syncline::sandbox::model {

/// A side's own log of what happened, in commit order, with the end that is still retained. A value; one thread at a
/// time.
class EventLog {
public:
    /// Replay ids go on behind this one.
    explicit EventLog(std::uint64_t lastReplayId) : m_lastReplayId(lastReplayId) {}

    /// Oldest retained first; numbers are contiguous.
    [[nodiscard]] const std::deque<Event>& events() const { return m_events; }
    /// The number that the next event will have.
    [[nodiscard]] std::uint64_t nextNumber() const { return m_nextNumber; }

    /// Gives the event its number and a replay id, some way behind the last one. The log is in order of time: an act
    /// that somebody dates back enters it no earlier than the event before.
    void append(Event event, base::Random& random);
    /// Drops events that happened before this moment.
    void forgetBefore(base::WallTime moment);
    /// Drops every event: the org was moved, its stream starts anew. Numbers go on, replay ids start over and repeat.
    void restart();

private:
    friend class CrmHead;

    std::deque<Event> m_events;
    std::uint64_t m_nextNumber = 1;
    std::uint64_t m_lastReplayId;
    std::uint64_t m_firstUnsaved = 1;
};

}  // namespace syncline::sandbox::model
