#include "ui/stream/filter_choices.h"

#include "engine/core/filter_names.h"
#include "engine/core/filter_tokens.h"
#include "ui/stream/filter_meanings.h"

#include <algorithm>
#include <string>
#include <utility>

namespace syncline::ui::stream {

namespace {

using core::FilterNameRow;
using core::FilterToken;

QString fromView(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// What a filter goes on with behind some of its pieces.
class Expectation {
public:
    enum class What { Name, Operator, List, Value, Joint };

    void pass(const FilterToken& token) {
        if (m_what == What::Name)
            passName(token);
        else if (m_what == What::Operator)
            m_what = token.is("in") || token.text == "in" ? What::List : What::Value;
        else if (m_what == What::List)
            passListStart(token);
        else if (m_what == What::Value)
            m_what = m_isInList ? What::List : What::Joint;
        else if (token.is("&&") || token.is("||"))
            m_what = What::Name;
    }

    [[nodiscard]] What what() const { return m_what; }
    [[nodiscard]] const FilterNameRow* name() const { return m_name; }

private:
    void passName(const FilterToken& token) {
        if (token.is("(") || token.is("!"))
            return;
        m_name = core::filterNameNamed(token.text);
        m_what = What::Operator;
    }
    /// Brackets and commas of a list.
    void passListStart(const FilterToken& token) {
        m_isInList = token.is("(") || token.is(",");
        m_what = m_isInList ? What::Value : What::Joint;
    }

    What m_what = What::Name;
    const FilterNameRow* m_name = nullptr;
    bool m_isInList = false;
};

std::vector<FilterChoice> names() {
    std::vector<FilterChoice> choices;
    for (const FilterNameRow& row : core::filterNames())
        choices.push_back({fromView(row.text), meaningOfName(row.name)});
    return choices;
}

std::vector<FilterChoice> operators(const FilterNameRow& name) {
    std::vector<FilterChoice> choices;
    for (const QString& op : fromView(core::operatorsOf(name.values)).split(QLatin1Char(' ')))
        choices.push_back({op, meaningOfOperator(op)});
    return choices;
}

std::vector<FilterChoice> plain(const std::vector<core::FilterWords::Word>& words) {
    std::vector<FilterChoice> choices;
    for (const core::FilterWords::Word& word : words) {
        const FilterChoice choice{QString::fromStdString(word.name), {}};
        // Several objects may have a field of that name.
        if (std::find(choices.begin(), choices.end(), choice) == choices.end())
            choices.push_back(choice);
    }
    return choices;
}

std::vector<FilterChoice> values(const FilterNameRow& name, const core::FilterWords& words) {
    if (name.name == core::FilterName::Object)
        return plain(words.objects);
    if (name.name == core::FilterName::Field)
        return plain(words.fields);
    if (name.name == core::FilterName::Writer)
        return writersWithMeaning();
    if (name.values == core::FilterValueKind::Time)
        return agesWithMeaning();
    std::vector<FilterChoice> choices;
    for (const std::string_view value : core::filterChoices(name.name))
        choices.push_back({fromView(value), meaningOfValue(name.name, value)});
    return choices;
}

std::vector<FilterChoice> allAt(const Expectation& expected, const core::FilterWords& words) {
    using What = Expectation::What;
    switch (expected.what()) {
        case What::Name:
            return names();
        case What::Operator:
            return expected.name() == nullptr ? std::vector<FilterChoice>{} : operators(*expected.name());
        case What::Value:
            return expected.name() == nullptr ? std::vector<FilterChoice>{} : values(*expected.name(), words);
        case What::List:
            return {};
        case What::Joint:
            return {{QStringLiteral("&&"), meaningOfOperator(QStringLiteral("&&"))},
                    {QStringLiteral("||"), meaningOfOperator(QStringLiteral("||"))}};
    }
    return {};
}

/// Those that begin with it stand before those that contain it.
std::vector<FilterChoice> fitting(std::vector<FilterChoice> all, const QString& typed) {
    if (typed.isEmpty())
        return all;
    const auto isOther = [&](const FilterChoice& choice) { return !choice.text.contains(typed, Qt::CaseInsensitive); };
    all.erase(std::remove_if(all.begin(), all.end(), isOther), all.end());
    std::stable_partition(all.begin(), all.end(), [&](const FilterChoice& choice) {
        return choice.text.startsWith(typed, Qt::CaseInsensitive);
    });
    if (all.size() == 1 && all.front().text == typed)
        all.clear();
    return all;
}

}  // namespace

FilterChoices filterChoicesAt(const QString& text, qsizetype cursor, const core::FilterWords& words) {
    const std::string before = text.left(cursor).toStdString();
    std::vector<FilterToken> tokens = core::filterTokens(before);
    // A text that is open has no choices; an operator half typed has.
    const bool isBroken = tokens.back().kind == FilterToken::Kind::Mistake;
    const std::size_t brokenAt = isBroken ? tokens.back().column - 1 : before.size();
    const std::string rest = before.substr(std::min(brokenAt, before.size()));
    if (isBroken && rest != "=" && rest != "&" && rest != "|")
        return {};
    tokens.pop_back();

    std::string typed = rest;
    if (!isBroken && !tokens.empty()) {
        const FilterToken& last = tokens.back();
        const bool reaches = last.column - 1 + last.text.size() == before.size();
        const bool isPiece = last.kind == FilterToken::Kind::Word
                             || (last.kind == FilterToken::Kind::Symbol && !last.is("(") && !last.is(")")
                                 && !last.is(",") && last.text != "!");
        if (reaches && isPiece) {
            typed = last.text;
            tokens.pop_back();
        }
    }
    Expectation expected;
    for (const FilterToken& token : tokens)
        expected.pass(token);
    const QString typedText = QString::fromStdString(typed);
    return {cursor - typedText.size(), typedText.size(), fitting(allAt(expected, words), typedText)};
}

}  // namespace syncline::ui::stream
