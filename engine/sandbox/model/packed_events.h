#pragma once

#include "engine/base/clock.h"
#include "engine/sandbox/model/cold_text.h"
#include "engine/sandbox/model/event.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace syncline::sandbox::model {

/// What the log is searched by.
struct EventKey {
    base::WallTime happened;
    std::uint64_t replayId = 0;
};

[[nodiscard]] inline EventKey keyOf(const Event& event) {
    return {event.happened, event.replayId};
}

/// A run of events with contiguous numbers, out of memory. Immutable.
class PackedEvents {
public:
    /// Not empty; in order, numbers contiguous.
    PackedEvents(std::span<const Event> events, const std::shared_ptr<base::SpillFile>& file);

    [[nodiscard]] std::uint64_t firstNumber() const { return m_firstNumber; }
    /// The number behind the last one.
    [[nodiscard]] std::uint64_t endNumber() const { return m_firstNumber + m_size; }
    /// Of the first one.
    [[nodiscard]] const EventKey& firstKey() const { return m_firstKey; }

    /// As they were given; those that cannot be read any more have their number only.
    [[nodiscard]] std::vector<Event> unpack() const;

private:
    std::uint64_t m_firstNumber;
    std::size_t m_size;
    EventKey m_firstKey;
    ColdText m_bytes;
};

}  // namespace syncline::sandbox::model
