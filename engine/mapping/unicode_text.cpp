#include "engine/mapping/unicode_text.h"

#include <algorithm>
#include <array>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

namespace syncline::mapping {
namespace {

bool isAscii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
}

#pragma GCC diagnostic push  // ICU's macros convert as C does
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wold-style-cast"

/// The code point at `at`, which moves behind it; negative for a byte that begins none.
UChar32 nextCodePoint(std::string_view text, std::size_t& at) {
    UChar32 point = 0;
    U8_NEXT(text.data(), at, text.size(), point);
    return point;
}

/// The code point that ends before `at`, which moves to its begin; negative for a byte that ends none.
UChar32 previousCodePoint(std::string_view text, std::int32_t& at) {
    UChar32 point = 0;
    U8_PREV(text.data(), 0, at, point);
    return point;
}

#pragma GCC diagnostic pop

bool isUtf8(std::string_view text) {
    return utf8Length(text) == text.size();
}

std::string withUnixLineEnds(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool beforeLf = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
        if (!beforeLf)
            result += text[i];
    }
    return result;
}

/// The text itself where ICU has lost its data, which no input can cause.
icu::UnicodeString composed(const icu::UnicodeString& text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* const nfc = icu::Normalizer2::getNFCInstance(status);
    if (U_FAILURE(status) != 0)
        return text;
    icu::UnicodeString result = nfc->normalize(text, status);
    return U_FAILURE(status) != 0 ? text : result;
}

icu::UnicodeString decomposed(const icu::UnicodeString& text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* const nfd = icu::Normalizer2::getNFDInstance(status);
    if (U_FAILURE(status) != 0)
        return text;
    icu::UnicodeString result = nfd->normalize(text, status);
    return U_FAILURE(status) != 0 ? text : result;
}

icu::UnicodeString utf16(std::string_view utf8) {
    return icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
}

char lowerAscii(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isExtensionMark(const std::string& word) {
    constexpr std::array<std::string_view, 5> kMarks = {"x", "ext", "extn", "extension", "#"};
    return std::find(kMarks.begin(), kMarks.end(), word) != kMarks.end();
}

/// Takes a number apart, point by point.
class PhoneReader {
public:
    /// False when the text is no number.
    bool take(UChar32 point) {
        const int digit = point < 0 ? -1 : u_charDigitValue(point);
        const bool letter = point == '#' || (point >= 0 && u_isalpha(point) != 0);
        if (letter) {
            m_word += point < 0x80 ? lowerAscii(static_cast<char>(point)) : '?';
            return true;
        }
        if (!endWord())
            return false;
        if (digit >= 0)
            m_digits += static_cast<char>('0' + digit);
        return point >= 0;
    }

    /// Empty when the text is no number.
    std::string finish() {
        const bool whole = m_word.empty() && !m_digits.empty() && m_digits.back() != 'x';
        return whole ? m_digits : std::string();
    }

private:
    bool endWord() {
        if (m_word.empty())
            return true;
        const bool scheme = m_word == "tel" && m_digits.empty();
        const bool extension = isExtensionMark(m_word) && !m_digits.empty() && m_digits.find('x') == std::string::npos;
        if (extension)
            m_digits += 'x';
        m_word.clear();
        return scheme || extension;
    }

    std::string m_digits;
    std::string m_word;
};

}  // namespace

std::size_t utf8Length(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t start = at;
        if (nextCodePoint(text, at) < 0)
            return start;
    }
    return text.size();
}

std::string_view withoutOuterSpace(std::string_view text) {
    std::size_t begin = 0;
    while (begin < text.size()) {
        std::size_t next = begin;
        const UChar32 point = nextCodePoint(text, next);
        if (point < 0 || u_isUWhiteSpace(point) == 0)
            break;
        begin = next;
    }
    text.remove_prefix(begin);
    auto end = static_cast<std::int32_t>(text.size());
    while (end > 0) {
        std::int32_t before = end;
        const UChar32 point = previousCodePoint(text, before);
        if (point < 0 || u_isUWhiteSpace(point) == 0)
            break;
        end = before;
    }
    return text.substr(0, static_cast<std::size_t>(end));
}

std::string normalText(std::string_view text) {
    const std::string_view inner = withoutOuterSpace(text);
    if (!isAscii(inner) && !isUtf8(inner))
        return std::string(inner);
    std::string unix = withUnixLineEnds(inner);
    if (isAscii(unix))
        return unix;
    std::string result;
    composed(utf16(unix)).toUTF8String(result);
    return result;
}

std::string foldedText(std::string_view text) {
    std::string normal = normalText(text);
    if (isAscii(normal)) {
        std::transform(normal.begin(), normal.end(), normal.begin(), lowerAscii);
        return normal;
    }
    if (!isUtf8(normal))
        return normal;
    icu::UnicodeString folding = decomposed(utf16(normal));
    folding.foldCase();
    std::string result;
    composed(decomposed(folding)).toUTF8String(result);
    return result;
}

std::string phoneDigits(std::string_view text) {
    PhoneReader reader;
    std::size_t at = 0;
    while (at < text.size()) {
        if (!reader.take(nextCodePoint(text, at)))
            return {};
    }
    return reader.finish();
}

}  // namespace syncline::mapping
