#include "ui/widgets/filter_words.h"

#include <QByteArray>

namespace syncline::ui {

namespace {

bool isOperator(QChar c) {
    return QStringLiteral("=!<>~&|(),").contains(c);
}

bool isWord(QChar c) {
    return !c.isSpace() && !isOperator(c) && c != QLatin1Char('"');
}

/// Where a run that begins at `start` and goes on while `belongs` ends.
template <typename Belongs>
qsizetype endOf(const QString& text, qsizetype start, Belongs belongs) {
    qsizetype end = start;
    while (end < text.size() && belongs(text[end]))
        ++end;
    return end;
}

/// Past the closing quote; a backslash keeps the next character from closing it.
qsizetype endOfQuoted(const QString& text, qsizetype start) {
    qsizetype end = start + 1;
    while (end < text.size() && text[end] != QLatin1Char('"'))
        end += text[end] == QLatin1Char('\\') ? 2 : 1;
    return qMin(end + 1, text.size());
}

Tone toneOf(QStringView word) {
    if (word == u"salesforce")
        return Tone::Salesforce;
    if (word == u"hubspot")
        return Tone::HubSpot;
    return word == u"in" ? Tone::Muted : Tone::Normal;
}

}  // namespace

std::vector<FilterWord> wordsOfFilter(const QString& text) {
    std::vector<FilterWord> words;
    qsizetype at = 0;
    while (at < text.size()) {
        qsizetype end = at + 1;
        Tone tone = Tone::Normal;
        if (text[at] == QLatin1Char('"')) {
            end = endOfQuoted(text, at);
        } else if (isOperator(text[at])) {
            end = endOf(text, at, isOperator);
            tone = Tone::Muted;
        } else if (isWord(text[at])) {
            end = endOf(text, at, isWord);
            tone = toneOf(QStringView(text).sliced(at, end - at));
        }
        if (tone != Tone::Normal)
            words.push_back({at, end - at, tone});
        at = end;
    }
    return words;
}

FilterWord wordAt(const QString& text, std::size_t column) {
    const QByteArray bytes = text.toUtf8();
    const auto before = static_cast<qsizetype>(column > 0 ? column - 1 : 0);
    qsizetype at = QString::fromUtf8(bytes.first(qMin(before, bytes.size()))).size();
    if (text.isEmpty())
        return {0, 0, Tone::Failure};
    at = qMin(at, text.size() - 1);
    while (at > 0 && text[at].isSpace())
        --at;
    if (text[at] == QLatin1Char('"') && at + 1 < text.size())
        return {at, endOfQuoted(text, at) - at, Tone::Failure};
    qsizetype start = at;
    while (isWord(text[at]) && start > 0 && isWord(text[start - 1]))
        --start;
    const qsizetype end = isWord(text[at]) ? endOf(text, at, isWord) : at + 1;
    return {start, end - start, Tone::Failure};
}

FilterWord wordsOf(const QString& text, const core::FilterMistake& mistake) {
    if (mistake.length == 0)
        return wordAt(text, mistake.column);
    const QByteArray bytes = text.toUtf8();
    const auto start = qMin(static_cast<qsizetype>(mistake.column) - 1, bytes.size());
    const auto length = static_cast<qsizetype>(mistake.length);
    return {QString::fromUtf8(bytes.first(start)).size(), QString::fromUtf8(bytes.mid(start, length)).size(),
            Tone::Failure};
}

}  // namespace syncline::ui
