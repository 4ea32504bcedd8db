#include "engine/core/wire.h"

namespace syncline::core {

namespace {

constexpr std::uint64_t kMore = 0x80;
constexpr std::uint64_t kSevenBits = 0x7f;

}  // namespace

void WireWriter::putUnsigned(std::uint64_t number) {
    while (number > kSevenBits) {
        putByte(static_cast<std::uint8_t>((number & kSevenBits) | kMore));
        number >>= 7;
    }
    putByte(static_cast<std::uint8_t>(number));
}

void WireWriter::putSigned(std::int64_t number) {
    const std::uint64_t bits = static_cast<std::uint64_t>(number);
    putUnsigned((bits << 1) ^ (number < 0 ? ~std::uint64_t{0} : 0));
}

void WireWriter::putText(std::string_view text) {
    putUnsigned(text.size());
    m_bytes.append(text);
}

void WireWriter::putBytes(const std::uint8_t* bytes, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i)
        putByte(bytes[i]);
}

std::uint8_t WireReader::takeByte() {
    if (left() == 0) {
        fail("the bytes end too early");
        return 0;
    }
    return static_cast<std::uint8_t>(m_bytes[m_at++]);
}

std::uint64_t WireReader::takeUnsigned() {
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const std::uint64_t byte = takeByte();
        // The tenth byte has room for the last bit only.
        if (shift == 63 && byte > 1)
            break;
        number |= (byte & kSevenBits) << shift;
        if (byte <= kSevenBits) {
            if (byte == 0 && shift > 0)
                fail("a number is longer than it needs to be");
            return m_failed ? 0 : number;
        }
    }
    fail("a number does not fit in 64 bits");
    return 0;
}

std::int64_t WireReader::takeSigned() {
    const std::uint64_t folded = takeUnsigned();
    return static_cast<std::int64_t>((folded >> 1) ^ ((folded & 1) != 0 ? ~std::uint64_t{0} : 0));
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
