#include "engine/sandbox/model/packed_events.h"

#include "engine/sandbox/model/stored_values.h"

#include <cassert>
#include <exception>

#include <zlib.h>

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
    const std::string& bytes = writer.bytes();
    m_size = bytes.size();
    uLongf packed = compressBound(static_cast<uLong>(m_size));
    m_bytes.resize(packed);
    // Into a buffer that is large enough, it can fail for want of memory only.
    if (compress2(reinterpret_cast<Bytef*>(m_bytes.data()), &packed, reinterpret_cast<const Bytef*>(bytes.data()),
                  static_cast<uLong>(m_size), Z_BEST_SPEED)
        != Z_OK)
        std::terminate();
    m_bytes.resize(packed);
    m_bytes.shrink_to_fit();
}

std::vector<Event> PackedEvents::unpack() const {
    std::string bytes(m_size, '\0');
    auto size = static_cast<uLongf>(m_size);
    // These are our own bytes: that, too, can fail for want of memory only.
    if (uncompress(reinterpret_cast<Bytef*>(bytes.data()), &size, reinterpret_cast<const Bytef*>(m_bytes.data()),
                   static_cast<uLong>(m_bytes.size()))
        != Z_OK)
        std::terminate();
    std::vector<Event> events;
    events.reserve(m_happened.size());
    ActorPool actors;
    for (ByteReader reader(bytes); !reader.atEnd();)
        events.push_back(std::move(eventOf(reader.text(), actors)).value());
    return events;
}

}  // namespace syncline::sandbox::model
