#pragma once

#include "engine/base/clock.h"
#include "engine/sandbox/model/event.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace syncline::sandbox::model {

/// A run of events with contiguous numbers, compressed to about a tenth of what they take otherwise. What a search goes
/// by, times and replay ids, can be read without unpacking. Immutable.
class PackedEvents {
public:
    /// Not empty; in order, numbers contiguous.
    explicit PackedEvents(std::span<const Event> events);

    [[nodiscard]] std::uint64_t firstNumber() const { return m_firstNumber; }
    /// The number behind the last one.
    [[nodiscard]] std::uint64_t endNumber() const { return m_firstNumber + m_happened.size(); }
    /// Of the event of this number, which must be one of these.
    [[nodiscard]] base::WallTime happened(std::uint64_t number) const { return m_happened[number - m_firstNumber]; }
    [[nodiscard]] std::uint64_t replayId(std::uint64_t number) const { return m_replayIds[number - m_firstNumber]; }

    /// As they were given.
    [[nodiscard]] std::vector<Event> unpack() const;

private:
    std::uint64_t m_firstNumber;
    std::vector<base::WallTime> m_happened;
    std::vector<std::uint64_t> m_replayIds;
    std::string m_bytes;
};

}  // namespace syncline::sandbox::model
