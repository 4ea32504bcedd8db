#include "engine/core/wire.h"

namespace syncline::core {

namespace {

constexpr std::uint64_t kSevenBits = 0x7f;

}  // namespace

void WireWriter::putLong(std::uint64_t number) {
    for (; number >= kWireMore; number >>= 7)
        putByte(static_cast<std::uint8_t>((number & kSevenBits) | kWireMore));
    putByte(static_cast<std::uint8_t>(number));
}

std::uint64_t WireReader::takeLong(std::uint8_t first) {
    std::uint64_t number = first & kSevenBits;
    for (unsigned shift = 7; shift < 64; shift += 7) {
        const std::uint64_t byte = takeByte();
        // The tenth byte has room for the last bit only.
        if (shift == 63 && byte > 1)
            break;
        number |= (byte & kSevenBits) << shift;
        if (byte < kWireMore) {
            if (byte == 0)
                fail("a number is longer than it needs to be");
            return m_failed ? 0 : number;
        }
    }
    fail("a number does not fit in 64 bits");
    return 0;
}

std::string_view WireReader::takeBytes(std::uint64_t size) {
    if (size > left()) {
        fail("a text is longer than what is left");
        return {};
    }
    const std::string_view taken = m_bytes.substr(m_at, static_cast<std::size_t>(size));
    m_at += taken.size();
    return taken;
}

void WireReader::fail(std::string_view why) {
    if (!m_failed)
        m_why = why;
    m_failed = true;
}

}  // namespace syncline::core
