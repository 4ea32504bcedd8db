#include "engine/mapping/json_scanner.h"

#include "engine/mapping/unicode_text.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace syncline::mapping {
namespace {

constexpr int kMostDepth = 32;

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The characters of a name between its quotes; nothing where its escapes make no text.
std::optional<std::string> unescaped(std::string_view token) {
    if (token.find('\\') == std::string_view::npos)
        return std::string(token.substr(1, token.size() - 2));
    boost::json::error_code error;
    const boost::json::value value = boost::json::parse({token.data(), token.size()}, error);
    if (error || !value.is_string())
        return std::nullopt;
    return std::string(value.get_string());
}

/// A recursive descent over the grammar. Each function reads one thing and gives false where the text goes wrong,
/// after it has noted what was expected.
class Scanner {
public:
    explicit Scanner(std::string_view text) : m_text(text) {}

    JsonOutline run() {
        skipSpace();
        if (value("", m_at)) {
            skipSpace();
            if (m_at < m_text.size())
                fail("expected the end of the file");
        }
        return std::move(m_outline);
    }

private:
    bool ended() const { return m_at >= m_text.size(); }
    bool at(char c) const { return !ended() && m_text[m_at] == c; }

    bool take(char c) {
        if (!at(c))
            return false;
        ++m_at;
        return true;
    }

    void skipSpace() {
        while (!ended() && (at(' ') || at('\n') || at('\r') || at('\t')))
            ++m_at;
    }

    /// What stands at the present place, for a message.
    std::string found() const {
        if (ended())
            return "the end of the file";
        const char first = m_text[m_at];
        if (static_cast<unsigned char>(first) >= 0x80U)
            return foreignCharacter();
        const auto word = std::find_if_not(m_text.begin() + static_cast<std::ptrdiff_t>(m_at), m_text.end(), isLetter);
        const auto length = static_cast<std::size_t>(word - m_text.begin()) - m_at;
        if (length > 1)
            return "\"" + std::string(m_text.substr(m_at, std::min<std::size_t>(length, 40))) + "\"";
        if (first == '/')
            return "\"/\"; JSON has no comments";
        if (first == '\n' || first == '\r')
            return "the end of the line";
        const bool printable = first >= ' ' && first <= '~';
        return printable ? "\"" + std::string(1, first) + "\"" : "a character that does not belong there";
    }

    std::string foreignCharacter() const {
        const auto isContinuation = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
        const auto begin = m_text.begin() + static_cast<std::ptrdiff_t>(m_at);
        const std::string character(begin, std::find_if_not(begin + 1, m_text.end(), isContinuation));
        if (utf8Length(character) == character.size())
            return "\"" + character + "\"";
        return "a byte that is none";
    }

    bool fail(const std::string& expected) {
        m_outline.mistake = SyntaxMistake{placeOf(m_text, m_at), expected + ", found " + found()};
        return false;
    }

    /// `start`: where the value, or the name of the member that it belongs to, begins.
    bool value(const std::string& pointer, std::size_t start) {
        m_outline.spots.emplace(pointer, JsonOutline::Spot{lineOf(start), start});
        if (at('{'))
            return nested(&Scanner::object, pointer);
        if (at('['))
            return nested(&Scanner::array, pointer);
        if (at('"'))
            return string();
        if (!ended() && (at('-') || isDigit(m_text[m_at])))
            return number();
        return word();
    }

    bool nested(bool (Scanner::*read)(const std::string&), const std::string& pointer) {
        if (m_depth == kMostDepth)
            return fail("expected at most 32 brackets within each other");
        ++m_depth;
        const bool whole = (this->*read)(pointer);
        --m_depth;
        return whole;
    }

    bool object(const std::string& pointer) {
        ++m_at;
        skipSpace();
        if (take('}'))
            return true;
        std::map<std::string, std::size_t> names;
        while (true) {
            if (!member(pointer, names))
                return false;
            skipSpace();
            if (take('}'))
                return true;
            if (!take(','))
                return fail("expected \",\" or \"}\"");
            skipSpace();
        }
    }

    bool member(const std::string& pointer, std::map<std::string, std::size_t>& names) {
        const std::size_t start = m_at;
        if (!at('"'))
            return fail("expected a name in quotes");
        if (!string())
            return false;
        const std::optional<std::string> name = unescaped(m_text.substr(start, m_at - start));
        if (!name) {
            m_at = start;
            return fail("expected a name whose escapes are characters");
        }
        const std::string inner = pointer + pointerStep(*name);
        const auto [first, isNew] = names.emplace(*name, lineOf(start));
        if (!isNew)
            m_outline.repeated.push_back({inner, lineOf(start), first->second});
        skipSpace();
        if (!take(':'))
            return fail("expected \":\" behind the name");
        skipSpace();
        return value(inner, start);
    }

    bool array(const std::string& pointer) {
        ++m_at;
        skipSpace();
        if (take(']'))
            return true;
        for (std::size_t index = 0;; ++index) {
            if (!value(pointer + "/" + std::to_string(index), m_at))
                return false;
            skipSpace();
            if (take(']'))
                return true;
            if (!take(','))
                return fail("expected \",\" or \"]\"");
            skipSpace();
        }
    }

    bool string() {
        const std::size_t start = m_at++;
        while (!ended() && !at('"')) {
            if (static_cast<unsigned char>(m_text[m_at]) < 0x20U)
                return fail("expected a closing quote");
            if (at('\\') && !escape())
                return false;
            ++m_at;
        }
        if (!take('"'))
            return fail("expected a closing quote");
        const std::string_view token = m_text.substr(start, m_at - start);
        const std::size_t readable = utf8Length(token);
        if (readable == token.size())
            return true;
        m_at = start + readable;
        return fail("expected text in UTF-8");
    }

    /// Stops on the last character of the escape.
    bool escape() {
        ++m_at;
        if (at('u'))
            return unicodeEscape();
        const bool known = !ended() && std::string_view("\"\\/bfnrt").find(m_text[m_at]) != std::string_view::npos;
        return known || fail("expected an escape such as \\n or \\\\");
    }

    /// What lies above U+FFFF is written as two of them.
    bool unicodeEscape() {
        std::optional<unsigned> unit = codeUnit();
        if (!unit)
            return fail("expected four hexadecimal digits behind \\u");
        if (*unit < 0xD800U || *unit > 0xDFFFU)
            return true;
        const bool first = *unit < 0xDC00U;
        if (first && m_text.substr(m_at + 1, 2) == "\\u") {
            m_at += 2;
            unit = codeUnit();
            if (unit && *unit >= 0xDC00U && *unit <= 0xDFFFU)
                return true;
        }
        ++m_at;
        return fail("expected \\ud83d\\ude00 or another whole pair");
    }

    /// The four digits behind the "u" on which it stands; then it stands on the last of them.
    std::optional<unsigned> codeUnit() {
        constexpr std::size_t kDigits = 4;
        const std::string_view digits = m_text.substr(m_at + 1, kDigits);
        unsigned unit = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), unit, 16);
        if (digits.size() < kDigits || error != std::errc{} || end != digits.data() + digits.size())
            return std::nullopt;
        m_at += kDigits;
        return unit;
    }

    bool digits() {
        if (ended() || !isDigit(m_text[m_at]))
            return fail("expected a digit");
        while (!ended() && isDigit(m_text[m_at]))
            ++m_at;
        return true;
    }

    bool number() {
        take('-');
        if (!take('0') && !digits())
            return false;
        if (take('.') && !digits())
            return false;
        if (!at('e') && !at('E'))
            return true;
        ++m_at;
        if (!take('+'))
            take('-');
        return digits();
    }

    bool word() {
        for (const std::string_view word : {"true", "false", "null"}) {
            if (m_text.substr(m_at).starts_with(word)) {
                m_at += word.size();
                return true;
            }
        }
        return fail("expected a value");
    }

    std::size_t lineOf(std::size_t offset) {
        m_line += static_cast<std::size_t>(std::count(m_text.begin() + static_cast<std::ptrdiff_t>(m_counted),
                                                      m_text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
        m_counted = offset;
        return m_line;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_depth = 0;
    std::size_t m_counted = 0;  ///< the offset up to which lines are counted; asked for in rising order only
    std::size_t m_line = 1;
    JsonOutline m_outline;
};

}  // namespace

TextPlace placeOf(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    const std::size_t lineStart = before.rfind('\n') + 1;  // of no line end: 0
    const std::string_view line = before.substr(lineStart);
    const auto isFirstByte = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
    return {static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1,
            static_cast<std::size_t>(std::count_if(line.begin(), line.end(), isFirstByte)) + 1};
}

JsonOutline outlineOf(std::string_view text) {
    return Scanner(text).run();
}

std::string pointerStep(std::string_view name) {
    std::string step = "/";
    for (const char c : name) {
        if (c == '~')
            step += "~0";
        else if (c == '/')
            step += "~1";
        else
            step += c;
    }
    return step;
}

}  // namespace syncline::mapping
