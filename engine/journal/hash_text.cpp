#include "engine/journal/hash_text.h"

namespace syncline::journal {

std::string hexText(const Hash& hash) {
    constexpr const char* kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * hash.size());
    for (const std::uint8_t byte : hash) {
        text += kDigits[byte >> 4U];
        text += kDigits[byte & 15U];
    }
    return text;
}

}  // namespace syncline::journal
