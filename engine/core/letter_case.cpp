#include "engine/core/letter_case.h"

namespace syncline::core {

namespace {

using Code = unsigned;

bool isIn(Code code, Code first, Code last) {
    return code >= first && code <= last;
}

/// Capitals and small letters alternate there; the capital is even or odd.
bool isAlternatingCapital(Code code) {
    const bool isEvenCapital = isIn(code, 0x100, 0x12f) || isIn(code, 0x132, 0x137) || isIn(code, 0x14a, 0x177);
    const bool isOddCapital = isIn(code, 0x139, 0x148) || isIn(code, 0x179, 0x17e);
    return (isEvenCapital && code % 2 == 0) || (isOddCapital && code % 2 == 1);
}

/// Of code points that take two bytes in UTF-8; what comes out takes two as well.
Code small(Code code) {
    constexpr Code kTimes = 0xd7;
    const bool isLatin1 = isIn(code, 0xc0, 0xde) && code != kTimes;
    const bool isGreek = isIn(code, 0x391, 0x3a9) && code != 0x3a2;
    if (isLatin1 || isGreek || isIn(code, 0x410, 0x42f))
        return code + 0x20;
    if (isIn(code, 0x400, 0x40f))
        return code + 0x50;
    return isAlternatingCapital(code) ? code + 1 : code;
}

}  // namespace

std::string withoutCase(std::string_view text) {
    std::string folded(text);
    for (std::size_t i = 0; i < folded.size(); ++i) {
        const auto byte = static_cast<unsigned char>(folded[i]);
        if (byte >= 'A' && byte <= 'Z')
            folded[i] = static_cast<char>(byte + ('a' - 'A'));
        const unsigned next = i + 1 < folded.size() ? static_cast<unsigned char>(folded[i + 1]) : 0U;
        const bool isTwoBytes = (byte & 0xe0U) == 0xc0U && (next & 0xc0U) == 0x80U;
        if (!isTwoBytes)
            continue;
        const Code code = small(((byte & 0x1fU) << 6) | (next & 0x3fU));
        folded[i] = static_cast<char>(0xc0U | (code >> 6));
        folded[++i] = static_cast<char>(0x80U | (code & 0x3fU));
    }
    return folded;
}

}  // namespace syncline::core
