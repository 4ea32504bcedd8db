#include "engine/sandbox/model/identifiers.h"

#include <algorithm>
#include <array>

namespace syncline::sandbox::model {
namespace {

constexpr std::string_view kBase62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kChecksum = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
constexpr std::size_t kShort = 15;
constexpr std::size_t kGroup = 5;

bool isAlphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

}  // namespace

std::string salesforceId18(std::string_view id) {
    if ((id.size() != kShort && id.size() != kShort + 3) || !std::all_of(id.begin(), id.end(), isAlphanumeric))
        return {};
    if (id.size() != kShort)
        return std::string(id);
    std::string full(id);
    for (std::size_t group = 0; group < kShort; group += kGroup) {
        std::size_t bits = 0;
        for (std::size_t i = 0; i < kGroup; ++i) {
            const char c = id[group + i];
            if (c >= 'A' && c <= 'Z')
                bits |= std::size_t{1} << i;
        }
        full += kChecksum[bits];
    }
    return full;
}

std::string salesforceId(std::string_view keyPrefix, std::uint64_t number) {
    constexpr std::string_view kPod = "5f0000";
    constexpr std::size_t kDigits = 6;
    std::array<char, kDigits> digits{};
    for (std::size_t i = kDigits; i-- > 0;) {
        digits[i] = kBase62[number % kBase62.size()];
        number /= kBase62.size();
    }
    return salesforceId18(std::string(keyPrefix) + std::string(kPod) + std::string(digits.data(), digits.size()));
}

std::string uuidText(std::uint64_t high, std::uint64_t low) {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string text;
    for (const std::uint64_t half : {high, low}) {
        for (unsigned shift = 64; shift > 0; shift -= 4)
            text += kHex[(half >> (shift - 4)) & 0xFU];
    }
    for (const std::size_t dash : {20U, 16U, 12U, 8U})
        text.insert(dash, 1, '-');
    return text;
}

}  // namespace syncline::sandbox::model
