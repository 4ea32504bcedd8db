#include "ui/stream/json_tokens.h"

namespace syncline::ui::stream {

namespace {

using Kind = JsonToken::Kind;

bool isSpace(QChar letter) {
    return letter == QLatin1Char(' ') || letter == QLatin1Char('\t') || letter == QLatin1Char('\n')
           || letter == QLatin1Char('\r');
}

std::optional<Kind> symbolOf(QChar letter) {
    switch (letter.unicode()) {
        case u'{':
        case u'[':
            return Kind::Open;
        case u'}':
        case u']':
            return Kind::Close;
        case u':':
            return Kind::Colon;
        case u',':
            return Kind::Comma;
        default:
            return std::nullopt;
    }
}

/// Numbers, true, false, null.
bool isOfLiteral(QChar letter) {
    return letter.isLetterOrNumber() || letter == QLatin1Char('-') || letter == QLatin1Char('+')
           || letter == QLatin1Char('.');
}

/// Behind the closing quote of the text that begins there; -1 when it never closes.
qsizetype endOfText(const QString& text, qsizetype start) {
    for (qsizetype at = start + 1; at < text.size(); ++at) {
        if (text.at(at) == QLatin1Char('\\'))
            ++at;
        else if (text.at(at) == QLatin1Char('"'))
            return at + 1;
    }
    return -1;
}

qsizetype endOfLiteral(const QString& text, qsizetype start) {
    qsizetype at = start;
    while (at < text.size() && isOfLiteral(text.at(at)))
        ++at;
    return at > start ? at : -1;
}

}  // namespace

std::optional<std::vector<JsonToken>> jsonTokens(const QString& text) {
    std::vector<JsonToken> tokens;
    qsizetype at = 0;
    while (at < text.size()) {
        const QChar letter = text.at(at);
        if (isSpace(letter)) {
            ++at;
            continue;
        }
        if (const auto symbol = symbolOf(letter)) {
            tokens.push_back({*symbol, at++, 1});
            continue;
        }
        const bool isText = letter == QLatin1Char('"');
        const qsizetype end = isText ? endOfText(text, at) : endOfLiteral(text, at);
        if (end < 0)
            return std::nullopt;
        tokens.push_back({isText ? Kind::Text : Kind::Literal, at, end - at});
        at = end;
    }
    return tokens;
}

}  // namespace syncline::ui::stream
