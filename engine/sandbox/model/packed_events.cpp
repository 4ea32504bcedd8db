#include "engine/sandbox/model/packed_events.h"

#include "engine/sandbox/model/stored_values.h"

#include <cassert>
#include <string>

namespace syncline::sandbox::model {
namespace {

std::string bytesOf(std::span<const Event> events) {
    ByteWriter writer;
    std::uint64_t number = events.front().number;
    for (const Event& event : events) {
        assert(event.number == number);
        ++number;
        writer.text(bytesOf(event));
    }
    return writer.bytes();
}

}  // namespace

PackedEvents::PackedEvents(std::span<const Event> events, const std::shared_ptr<base::SpillFile>& file)
    : m_firstNumber(events.front().number),
      m_size(events.size()),
      m_firstKey(keyOf(events.front())),
      m_bytes(bytesOf(events), file) {}

std::vector<Event> PackedEvents::unpack() const {
    const std::string bytes = m_bytes.read();
    std::vector<Event> events(m_size);
    ActorPool actors;
    ByteReader reader(bytes);
    for (std::size_t i = 0; i < m_size; ++i) {
        base::Result<Event> event = eventOf(reader.text(), actors);
        if (event)
            events[i] = *std::move(event);
        else
            events[i].number = m_firstNumber + i;
    }
    return events;
}

}  // namespace syncline::sandbox::model
