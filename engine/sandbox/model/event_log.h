#pragma once

#include "engine/base/random.h"
#include "engine/sandbox/model/event.h"
#include "engine/sandbox/model/packed_events.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace syncline::sandbox::model {

/// A side's own log of what happened, in commit order, with the end that is still retained. Numbers of retained events
/// are contiguous. The newest thousand are at hand, older ones out of memory (see ColdText): three days of a busy org
/// would not fit otherwise. A value; one thread at a time, also for reading.
class EventLog {
public:
    /// Replay ids go on behind this one. Old events lie in the file.
    EventLog(std::uint64_t lastReplayId, std::shared_ptr<base::SpillFile> file)
        : m_file(std::move(file)), m_lastReplayId(lastReplayId) {}

    [[nodiscard]] bool empty() const { return size() == 0; }
    [[nodiscard]] std::size_t size() const { return m_nextNumber - firstNumber(); }
    /// Of the oldest retained event; nextNumber() when there is none.
    [[nodiscard]] std::uint64_t firstNumber() const;
    /// The number that the next event will have.
    [[nodiscard]] std::uint64_t nextNumber() const { return m_nextNumber; }

    /// The event of this number, which must be retained. Holds until the next call of anything here.
    [[nodiscard]] const Event& at(std::uint64_t number) const;
    /// When it happened, by the world's true time. Ends what at() gave, as every search does.
    [[nodiscard]] base::WallTime happened(std::uint64_t number) const;
    /// Number of the first event that happened after the moment; nextNumber() when there is none.
    [[nodiscard]] std::uint64_t firstAfter(base::WallTime moment) const;
    /// Number of the event with exactly this replay id.
    [[nodiscard]] std::optional<std::uint64_t> withReplayId(std::uint64_t id) const;
    /// All that are retained, oldest first.
    [[nodiscard]] std::vector<Event> all() const;

    /// Gives the event its number and a replay id, some way behind the last one. The log is in order of time: an act
    /// that somebody dates back enters it no earlier than the event before.
    void append(Event event, base::Random& random);
    /// Drops events that happened before this moment.
    void forgetBefore(base::WallTime moment);
    /// Drops every event: the org was moved, its stream starts anew. Numbers go on, replay ids start over and repeat.
    void restart();

private:
    friend class CrmHead;

    void keep(Event event);
    [[nodiscard]] const std::vector<Event>& unpacked(const PackedEvents& pack) const;
    template <typename Before>
    [[nodiscard]] std::uint64_t firstWhereNot(Before isBefore) const;
    [[nodiscard]] const Event* recent(std::uint64_t number) const;

    std::shared_ptr<base::SpillFile> m_file;
    std::deque<PackedEvents> m_packed;  ///< of the first, a part may be forgotten
    std::deque<Event> m_recent;
    std::uint64_t m_forgotten = 0;          ///< events below this number are retained no more
    base::WallTime m_oldest{};              ///< when the first retained event happened, or before it
    mutable std::vector<Event> m_unpacked;  ///< what was looked at last
    std::uint64_t m_nextNumber = 1;
    std::uint64_t m_lastReplayId;
    std::uint64_t m_firstUnsaved = 1;
};

}  // namespace syncline::sandbox::model
