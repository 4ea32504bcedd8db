#include "engine/core/filter_tokens.h"

#include <array>
#include <optional>
#include <utility>

namespace syncline::core {

namespace {

using Kind = FilterToken::Kind;

constexpr std::size_t kLongestFilter = 10000;

/// A symbol comes before those that it begins with.
constexpr std::array<std::string_view, 13> kSymbols{"==", "!=", "<=", ">=", "&&", "||", "<",
                                                    ">",  "~",  "!",  "(",  ")",  ","};

bool isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isWordPart(char c) {
    constexpr std::string_view kMarks = "_-.@:+/#";
    const bool isLetterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    const bool isBeyondAscii = (static_cast<unsigned char>(c) & 0x80) != 0;
    return isLetterOrDigit || isBeyondAscii || kMarks.find(c) != std::string_view::npos;
}

std::string whyNothingBeginsWith(char c) {
    switch (c) {
        case '=':
            return "'=' alone means nothing: == compares";
        case '&':
            return "'&' alone means nothing: && joins what must both fit";
        case '|':
            return "'|' alone means nothing: || joins what may fit";
        case '\'':
            return "a text stands between double quotes";
        default:
            break;
    }
    const bool isPrintable = c > ' ' && c < '\x7f';
    std::string why = isPrintable ? "the mark " : "this byte";
    if (isPrintable)
        why.push_back(c);
    why += " stands in a text between double quotes only";
    return why;
}

class Tokenizer {
public:
    explicit Tokenizer(std::string_view text) : m_text(text) {}

    std::vector<FilterToken> run() {
        if (m_text.size() > kLongestFilter) {
            add(Kind::Mistake, "a filter is at most " + std::to_string(kLongestFilter) + " bytes long", kLongestFilter);
            return std::move(m_tokens);
        }
        while (m_tokens.empty() || (m_tokens.back().kind != Kind::End && m_tokens.back().kind != Kind::Mistake))
            addNext();
        return std::move(m_tokens);
    }

private:
    [[nodiscard]] bool isAtEnd() const { return m_at == m_text.size(); }

    void add(Kind kind, std::string text, std::size_t start) { m_tokens.push_back({kind, std::move(text), start + 1}); }

    void addNext() {
        while (!isAtEnd() && isBlank(m_text[m_at]))
            ++m_at;
        const std::size_t start = m_at;
        if (isAtEnd())
            add(Kind::End, {}, start);
        else if (m_text[start] == '"')
            addText();
        else if (isWordPart(m_text[start]))
            addWord();
        else if (const std::optional<std::string_view> symbol = symbolHere())
            addSymbol(*symbol);
        else
            add(Kind::Mistake, whyNothingBeginsWith(m_text[start]), start);
    }

    void addWord() {
        const std::size_t start = m_at;
        while (!isAtEnd() && isWordPart(m_text[m_at]))
            ++m_at;
        add(Kind::Word, std::string(m_text.substr(start, m_at - start)), start);
    }

    void addText() {
        const std::size_t start = m_at++;
        std::string text;
        for (; !isAtEnd() && m_text[m_at] != '"'; ++m_at) {
            if (m_text[m_at] == '\\') {
                const char next = m_at + 1 < m_text.size() ? m_text[m_at + 1] : '\0';
                if (next != '"' && next != '\\')
                    return add(Kind::Mistake, R"(in a text \ stands before " or \ only)", m_at);
                ++m_at;
            }
            text.push_back(m_text[m_at]);
        }
        if (isAtEnd())
            return add(Kind::Mistake, "the text has no second quote", start);
        ++m_at;
        add(Kind::Text, std::move(text), start);
    }

    [[nodiscard]] std::optional<std::string_view> symbolHere() const {
        for (const std::string_view symbol : kSymbols) {
            if (m_text.substr(m_at, symbol.size()) == symbol)
                return symbol;
        }
        return std::nullopt;
    }

    void addSymbol(std::string_view symbol) {
        add(Kind::Symbol, std::string(symbol), m_at);
        m_at += symbol.size();
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::vector<FilterToken> m_tokens;
};

}  // namespace

std::vector<FilterToken> filterTokens(std::string_view text) {
    return Tokenizer(text).run();
}

}  // namespace syncline::core
