#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace syncline::core {

/// In a byte of a number: another one follows.
inline constexpr std::uint64_t kWireMore = 0x80;

/// Appends numbers and texts to bytes. Numbers are varints: seven bits a byte, the lowest first, the top bit set in
/// all but the last; signed ones are folded (0, -1, 1, -2, …) before. Texts are their length and their bytes.
class WireWriter {
public:
    void reserve(std::size_t bytes) { m_bytes.reserve(bytes); }
    void putByte(std::uint8_t byte) { m_bytes.push_back(static_cast<char>(byte)); }
    void putUnsigned(std::uint64_t number) {
        if (number < kWireMore)
            putByte(static_cast<std::uint8_t>(number));
        else
            putLong(number);
    }
    void putSigned(std::int64_t number) {
        putUnsigned((static_cast<std::uint64_t>(number) << 1) ^ (number < 0 ? ~std::uint64_t{0} : 0));
    }
    void putText(std::string_view text) {
        putUnsigned(text.size());
        m_bytes.append(text);
    }
    [[nodiscard]] std::string take() { return std::move(m_bytes); }

private:
    void putLong(std::uint64_t number);

    std::string m_bytes;
};

/// Reads what WireWriter wrote, from bytes that outlive it. What does not fit fails once and for all: from then on
/// every number is 0 and every text empty, so that a caller may look at hasFailed() at the end only. Takes one writing
/// of each number, so that what is read writes the same bytes again.
class WireReader {
public:
    explicit WireReader(std::string_view bytes) : m_bytes(bytes) {}

    [[nodiscard]] std::uint8_t takeByte() {
        if (left() > 0)
            return static_cast<std::uint8_t>(m_bytes[m_at++]);
        fail("the bytes end too early");
        return 0;
    }
    [[nodiscard]] std::uint64_t takeUnsigned() {
        const std::uint8_t byte = takeByte();
        return byte < kWireMore ? byte : takeLong(byte);
    }
    [[nodiscard]] std::int64_t takeSigned() {
        const std::uint64_t folded = takeUnsigned();
        return static_cast<std::int64_t>((folded >> 1) ^ ((folded & 1) != 0 ? ~std::uint64_t{0} : 0));
    }
    [[nodiscard]] std::string_view takeText() { return takeBytes(takeUnsigned()); }
    /// So many bytes, which are part of what is read.
    [[nodiscard]] std::string_view takeBytes(std::uint64_t size);

    /// The first reason is the one that stays.
    void fail(std::string_view why);
    [[nodiscard]] bool hasFailed() const { return m_failed; }
    [[nodiscard]] std::size_t left() const { return m_failed ? 0 : m_bytes.size() - m_at; }
    /// How many bytes were taken, at a failure up to it.
    [[nodiscard]] std::size_t position() const { return m_at; }
    [[nodiscard]] std::string_view why() const { return m_why; }

private:
    [[nodiscard]] std::uint64_t takeLong(std::uint8_t first);

    std::string_view m_bytes;
    std::size_t m_at = 0;
    bool m_failed = false;
    std::string_view m_why;
};

}  // namespace syncline::core
