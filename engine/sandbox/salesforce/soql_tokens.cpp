#include "engine/sandbox/salesforce/soql_tokens.h"

#include <cctype>

namespace syncline::sandbox::salesforce::soql {
namespace {

bool isWordCharacter(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0
           || std::string_view("_.:+-").find(c) != std::string_view::npos;
}

bool isSpace(char c) {
    return std::isspace(static_cast<unsigned char>(c)) != 0;
}

char unescaped(char escape) {
    switch (escape) {
        case 'n':
            return '\n';
        case 'r':
            return '\r';
        case 't':
            return '\t';
        case 'b':
            return '\b';
        case 'f':
            return '\f';
        default:
            return escape;
    }
}

/// A quoted text from behind its opening quote; `text` is moved behind the closing one. A wildcard's escape stays for
/// LIKE to see.
Checked<std::string> quoted(std::string_view& text) {
    std::string out;
    while (!text.empty() && text.front() != '\'') {
        if (text.front() == '\\') {
            text.remove_prefix(1);
            if (text.empty())
                break;
            if (std::string_view("nrtbf\"'\\_%NRTBF").find(text.front()) == std::string_view::npos)
                return malformedQuery("Illegal string literal: unknown escape \\" + std::string(1, text.front()));
            if (text.front() == '_' || text.front() == '%')
                out += '\\';
            out += unescaped(static_cast<char>(std::tolower(static_cast<unsigned char>(text.front()))));
        } else {
            out += text.front();
        }
        text.remove_prefix(1);
    }
    if (text.empty())
        return malformedQuery("line 1: mismatched character '<EOF>' expecting '''");
    text.remove_prefix(1);
    return out;
}

}  // namespace

Checked<std::vector<Token>> tokenize(std::string_view text) {
    std::vector<Token> tokens;
    while (!text.empty()) {
        const char c = text.front();
        if (isSpace(c)) {
            text.remove_prefix(1);
        } else if (c == '\'') {
            text.remove_prefix(1);
            const auto read = quoted(text);
            if (!read)
                return read.errors();
            tokens.push_back({TokenKind::Text, *read});
        } else if (isWordCharacter(c)) {
            std::size_t end = 0;
            while (end < text.size() && isWordCharacter(text[end]))
                ++end;
            tokens.push_back({TokenKind::Word, std::string(text.substr(0, end))});
            text.remove_prefix(end);
        } else if (std::string_view("(),=<>!").find(c) != std::string_view::npos) {
            const std::string_view two = text.substr(0, 2);
            const bool pair = two == "<=" || two == ">=" || two == "!=" || two == "<>";
            tokens.push_back({TokenKind::Symbol, std::string(text.substr(0, pair ? 2 : 1))});
            text.remove_prefix(pair ? 2 : 1);
        } else {
            return malformedQuery("unexpected token: '" + std::string(1, c) + "'");
        }
    }
    tokens.push_back({TokenKind::End, "<EOF>"});
    return tokens;
}

ApiError malformedQuery(std::string message) {
    return {400, "MALFORMED_QUERY", std::move(message), {}};
}

}  // namespace syncline::sandbox::salesforce::soql
