#include "engine/sandbox/model/packed_text.h"

#include <cstdint>
#include <cstring>
#include <exception>

#include <zlib.h>

namespace syncline::sandbox::model {
namespace {

/// The bytes begin with this, which no text does, and the text's size.
constexpr char kMark = 1;
using Size = std::uint32_t;
constexpr std::size_t kHead = 1 + sizeof(Size);
/// More than anything that is packed here, so that broken bytes do not ask for all of the memory.
constexpr Size kMostBytes = 256U << 20U;

}  // namespace

std::string packedText(std::string_view text) {
    const auto size = static_cast<Size>(text.size());
    uLongf packed = compressBound(static_cast<uLong>(text.size()));
    std::string bytes(kHead + packed, kMark);
    std::memcpy(bytes.data() + 1, &size, sizeof(size));
    // Into a buffer that is large enough, it can fail for want of memory only.
    if (compress2(reinterpret_cast<Bytef*>(bytes.data() + kHead), &packed, reinterpret_cast<const Bytef*>(text.data()),
                  static_cast<uLong>(text.size()), Z_BEST_SPEED)
        != Z_OK)
        std::terminate();
    bytes.resize(kHead + packed);
    bytes.shrink_to_fit();
    return bytes;
}

std::optional<std::string> unpackedText(std::string_view bytes) {
    Size size = 0;
    if (bytes.size() < kHead || bytes.front() != kMark)
        return std::nullopt;
    std::memcpy(&size, bytes.data() + 1, sizeof(size));
    if (size > kMostBytes)
        return std::nullopt;
    bytes.remove_prefix(kHead);
    std::string text(size, '\0');
    uLongf got = size;
    if (uncompress(reinterpret_cast<Bytef*>(text.data()), &got, reinterpret_cast<const Bytef*>(bytes.data()),
                   static_cast<uLong>(bytes.size()))
            != Z_OK
        || got != size)
        return std::nullopt;
    return text;
}

}  // namespace syncline::sandbox::model
