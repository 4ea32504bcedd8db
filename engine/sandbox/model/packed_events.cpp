#include "engine/sandbox/model/packed_events.h"

#include "engine/sandbox/model/packed_text.h"
#include "engine/sandbox/model/stored_values.h"

#include <cassert>

namespace syncline::sandbox::model {

PackedEvents::PackedEvents(std::span<const Event> events) : m_firstNumber(events.front().number) {
    ByteWriter writer;
    m_happened.reserve(events.size());
    m_replayIds.reserve(events.size());
    for (const Event& event : events) {
        assert(event.number == endNumber());
        m_happened.push_back(event.happened);
        m_replayIds.push_back(event.replayId);
        writer.text(bytesOf(event));
    }
    m_bytes = packedText(writer.bytes());
}

std::vector<Event> PackedEvents::unpack() const {
    // These are our own bytes: it can fail for want of memory only.
    const std::string bytes = unpackedText(m_bytes).value();
    std::vector<Event> events;
    events.reserve(m_happened.size());
    ActorPool actors;
    for (ByteReader reader(bytes); !reader.atEnd();)
        events.push_back(std::move(eventOf(reader.text(), actors)).value());
    return events;
}

}  // namespace syncline::sandbox::model
