#include "engine/core/filter_parser.h"

#include "engine/base/time_format.h"
#include "engine/core/filter_names.h"
#include "engine/core/filter_tokens.h"
#include "engine/core/letter_case.h"
#include "engine/core/nearest_name.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace syncline::core {

namespace {

using Node = Filter::Node;
using Token = FilterToken;

/// Brackets and ! in each other; each takes the parser and the evaluation one call deeper.
constexpr int kDeepest = 64;

/// A whole number of digits only that fits, or none.
std::optional<std::int64_t> wholeNumber(std::string_view text) {
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    const bool isWhole = error == std::errc() && stop == end && !text.empty() && text.front() != '-';
    return isWhole ? std::optional(number) : std::nullopt;
}

/// "-90s", "-15m", "-1h" or "-2d" before now.
std::optional<base::WallTime> agoFrom(base::WallTime now, std::string_view text) {
    constexpr std::int64_t kDaysAtMost = 100 * 366;
    if (text.size() < 3 || text.front() != '-')
        return std::nullopt;
    const std::optional<std::int64_t> count = wholeNumber(text.substr(1, text.size() - 2));
    if (!count || *count > kDaysAtMost * 86400)
        return std::nullopt;
    switch (text.back()) {
        case 's':
            return now - std::chrono::seconds(*count);
        case 'm':
            return now - std::chrono::minutes(*count);
        case 'h':
            return now - std::chrono::hours(*count);
        case 'd':
            return now - std::chrono::hours(*count * 24);
        default:
            return std::nullopt;
    }
}

std::string listOf(const std::vector<std::string_view>& names) {
    std::string list;
    for (const std::string_view one : names) {
        if (!list.empty())
            list += ", ";
        list += one;
    }
    return list;
}

std::vector<std::string_view> allNames() {
    std::vector<std::string_view> names;
    for (const FilterNameRow& row : filterNames())
        names.push_back(row.text);
    return names;
}

/// Empty where none of them is near.
std::string nearestOf(std::string_view word, const std::vector<std::string_view>& names) {
    return nearestName(word, {names.begin(), names.end()}).value_or("");
}

/// The symbol for a word that other languages join by; empty for any other word.
std::string symbolFor(const Token& token) {
    if (token.kind != Token::Kind::Word)
        return {};
    const std::string word = withoutCase(token.text);
    return word == "and" ? "&&" : word == "or" ? "||" : word == "not" ? "!" : "";
}

/// A text between its quotes; empty where it is too long to be repeated.
std::string quoted(const std::string& text) {
    constexpr std::size_t kLongest = 64;
    if (text.size() > kLongest)
        return {};
    std::string whole = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            whole.push_back('\\');
        whole.push_back(c);
    }
    return whole + '"';
}

/// By descent: either, both, one. The first mistake is kept and everything returns.
class Parser {
public:
    Parser(std::string_view text, base::WallTime now) : m_text(text), m_tokens(filterTokens(text)), m_now(now) {}

    ParsedFilter run() {
        Node root;
        if (here().kind != Token::Kind::End) {
            root = either(0);
            if (!m_mistake && here().kind != Token::Kind::End)
                failJoint("here && or || goes on, or the filter ends");
        }
        if (m_mistake)
            return {{}, std::move(m_mistake), {}};
        return {std::move(root), {}, std::move(m_words)};
    }

private:
    [[nodiscard]] const Token& here() const { return m_tokens[m_at]; }

    /// The last token, an End or a Mistake, is never passed.
    void pass() {
        if (m_at + 1 < m_tokens.size())
            ++m_at;
    }

    bool passIf(std::string_view symbol) {
        if (!here().is(symbol))
            return false;
        pass();
        return true;
    }

    void fail(std::string message, std::string meant = {}, std::size_t length = 0) {
        if (m_mistake)
            return;
        const bool isMistake = here().kind == Token::Kind::Mistake;
        m_mistake =
            FilterMistake{here().column, isMistake ? here().text : std::move(message), std::move(meant), length};
    }

    void failJoint(const std::string& message) {
        const std::string symbol = symbolFor(here());
        if (symbol.empty() || symbol == "!")
            return fail(message);
        fail("'" + here().text + "' is written " + symbol + "; " + message, symbol);
    }

    /// Words that stand one behind the other and are compared with nothing.
    struct Words {
        std::string text;        ///< with a blank between them
        std::size_t length = 0;  ///< in bytes, as they stand; 0: there are none
    };
    [[nodiscard]] static bool isWordOrText(const Token& token) {
        return token.kind == Token::Kind::Word || token.kind == Token::Kind::Text;
    }
    /// In a text "in" is a word like any other.
    [[nodiscard]] bool isOperatorAt(std::size_t piece) const {
        const Token& token = m_tokens[piece];
        if (token.kind == Token::Kind::Word)
            return filterOperatorNamed(token.text) && m_tokens[piece + 1].is("(");
        return token.kind == Token::Kind::Symbol && filterOperatorNamed(token.text);
    }
    /// From the piece `first` on. A name before an operator begins a comparison, and no text. None where the text goes
    /// on with what is no piece of a filter.
    [[nodiscard]] Words wordsFrom(std::size_t first) const {
        std::size_t behind = first;
        while (isWordOrText(m_tokens[behind]) && !isOperatorAt(behind))
            ++behind;
        if (m_tokens[behind].kind == Token::Kind::Mistake)
            return {};
        if (behind > first && isOperatorAt(behind))
            --behind;
        while (behind > first && !symbolFor(m_tokens[behind - 1]).empty())
            --behind;
        Words words;
        for (std::size_t at = first; at < behind; ++at)
            words.text += (at == first ? "" : " ") + m_tokens[at].text;
        if (behind > first)
            words.length = endBefore(behind) - (m_tokens[first].column - 1);
        return words;
    }
    /// The end of what stands before a piece, in bytes from the beginning.
    [[nodiscard]] std::size_t endBefore(std::size_t piece) const {
        return m_text.find_last_not_of(" \t\n\r", m_tokens[piece].column - 2) + 1;
    }

    void failUnknownName() {
        const std::vector<std::string_view> names = allNames();
        const Words alone = wordsFrom(m_at);
        const std::string text = alone.length == 0 ? std::string() : quoted(alone.text);
        const std::string search = text.empty() ? std::string() : "value ~ " + text;
        const std::size_t length = search.empty() ? 0 : alone.length;
        const std::string list =
            (search.empty() ? search : "a text is searched for by " + search + "; ") + "the names are " + listOf(names);
        if (here().kind != Token::Kind::Word)
            return fail("here a comparison begins; " + list, search, length);
        if (const std::string symbol = symbolFor(here()); symbol == "!")
            return fail("'" + here().text + "' is written !; here a comparison begins", symbol);
        const std::string meant = nearestOf(here().text, names);
        const std::string none = "there is no name '" + here().text + "'; ";
        if (meant.empty())
            return fail(none + list, search, length);
        fail(none + "did you mean '" + meant + "'? " + list, meant);
    }

    /// Behind a text that a name is compared with more of it goes on, without quotes around the whole.
    void refuseMoreWords(std::size_t value) {
        // "and" and "or" rather join.
        if (!isWordOrText(here()) || !symbolFor(here()).empty() || wordsFrom(m_at).length == 0)
            return;
        const Words whole = wordsFrom(value);
        const std::string text = quoted(whole.text);
        if (text.empty())
            return;
        m_at = value;
        fail("a text of several words stands between quotes: " + text, text, whole.length);
    }

    /// What is near is short, and so is what is said of it; a text may be long.
    void failUnknownChoice(const FilterNameRow& row, const std::vector<std::string_view>& choices) {
        const std::string name(row.text);
        const std::string list = name + " is one of " + listOf(choices);
        std::string meant(filterChoiceCalled(row.name, here().text));
        if (meant.empty())
            meant = nearestOf(here().text, choices);
        if (meant.empty())
            return fail(list);
        const std::string question = "did you mean '" + meant + "'? ";
        fail("there is no " + name + " '" + here().text + "'; " + question + list, std::move(meant));
    }

    Node either(int depth) { return chain(depth, "||", Node::Kind::Any, &Parser::both); }
    Node both(int depth) { return chain(depth, "&&", Node::Kind::All, &Parser::one); }

    Node chain(int depth, std::string_view symbol, Node::Kind kind, Node (Parser::*part)(int)) {
        Node first = (this->*part)(depth);
        if (m_mistake || !here().is(symbol))
            return first;
        Node whole;
        whole.kind = kind;
        whole.asksFields = first.asksFields;
        whole.children.push_back(std::move(first));
        while (!m_mistake && passIf(symbol)) {
            whole.children.push_back((this->*part)(depth));
            whole.asksFields = whole.asksFields || whole.children.back().asksFields;
        }
        return whole;
    }

    Node one(int depth) {
        const bool isDeeper = here().is("!") || here().is("(");
        if (isDeeper && depth == kDeepest) {
            fail("brackets and ! are at most " + std::to_string(kDeepest) + " deep");
            return {};
        }
        if (passIf("!")) {
            Node node;
            node.kind = Node::Kind::Not;
            node.children.push_back(one(depth + 1));
            node.asksFields = node.children.back().asksFields;
            return node;
        }
        return passIf("(") ? bracketed(depth) : comparison();
    }

    Node bracketed(int depth) {
        Node node = either(depth + 1);
        if (!m_mistake && !passIf(")"))
            failJoint("here && or || goes on, or ) ends the bracket");
        return node;
    }

    Node comparison() {
        Node node;
        const FilterNameRow* const row = here().kind == Token::Kind::Word ? filterNameNamed(here().text) : nullptr;
        if (row == nullptr) {
            failUnknownName();
            return node;
        }
        pass();
        const std::optional<FilterOperator> op = takeOperator(*row);
        if (!op)
            return node;
        node.kind = row->values == FilterValueKind::Number || row->values == FilterValueKind::Time ? Node::Kind::Number
                                                                                                   : Node::Kind::Text;
        node.name = row->name;
        node.op = *op;
        node.asksFields = isOfField(row->name);
        if (*op == FilterOperator::In)
            takeList(*row, node);
        else
            takeOne(*row, node);
        return node;
    }

    std::optional<FilterOperator> takeOperator(const FilterNameRow& row) {
        const bool mayBe = here().kind == Token::Kind::Symbol || here().kind == Token::Kind::Word;
        const std::optional<FilterOperator> op = mayBe ? filterOperatorNamed(here().text) : std::nullopt;
        if (!op || !takesOperator(row.values, *op)) {
            fail("behind " + std::string(row.text) + " stands one of " + std::string(operatorsOf(row.values)));
            return std::nullopt;
        }
        pass();
        return op;
    }

    void takeList(const FilterNameRow& row, Node& node) {
        if (!passIf("(")) {
            fail("behind in stands a list: (a, b)");
            return;
        }
        do {
            takeValue(row, node);
        } while (!m_mistake && passIf(","));
        if (!m_mistake && !passIf(")"))
            fail("here a comma goes on, or ) ends the list");
    }

    void takeOne(const FilterNameRow& row, Node& node) {
        const std::size_t value = m_at;
        takeValue(row, node);
        if (!m_mistake && row.values == FilterValueKind::Text)
            refuseMoreWords(value);
    }

    void takeValue(const FilterNameRow& row, Node& node) {
        if (here().kind != Token::Kind::Word && here().kind != Token::Kind::Text) {
            fail("here a value stands: a word, a number, a time or a \"text\"");
            return;
        }
        switch (row.values) {
            case FilterValueKind::Number:
                addNumber(row, node);
                break;
            case FilterValueKind::Time:
                addTime(row, node);
                break;
            case FilterValueKind::Choice:
                addChoice(row, node);
                break;
            case FilterValueKind::Text:
                m_words.push_back({node.name, node.op, here().text, here().column});
                node.texts.push_back(isFolded(node) ? withoutCase(here().text) : here().text);
                break;
        }
        if (!m_mistake)
            pass();
    }

    static bool isFolded(const Node& node) { return node.op == FilterOperator::Contains || goesWithoutCase(node.name); }

    void addNumber(const FilterNameRow& row, Node& node) {
        if (const std::optional<std::int64_t> number = wholeNumber(here().text))
            node.numbers.push_back(*number);
        else
            fail(std::string(row.text) + " is a whole number, like 4711");
    }

    void addTime(const FilterNameRow& row, Node& node) {
        std::optional<base::WallTime> time = agoFrom(m_now, here().text);
        if (!time) {
            if (const auto exact = base::parseIso8601(here().text))
                time = *exact;
        }
        if (time)
            node.numbers.push_back(time->time_since_epoch().count());
        else
            fail(std::string(row.text) + " is a time like 2026-11-24T16:00:00Z, or an age like -90s, -15m, -1h or -2d");
    }

    /// With ~ any text may be asked for. Otherwise it is one of the list, which is kept as the list writes it.
    void addChoice(const FilterNameRow& row, Node& node) {
        const std::string folded = withoutCase(here().text);
        if (isFolded(node)) {
            node.texts.push_back(folded);
            return;
        }
        const std::vector<std::string_view> choices = filterChoices(row.name);
        const auto found = std::find_if(choices.begin(), choices.end(),
                                        [&](std::string_view choice) { return withoutCase(choice) == folded; });
        if (found != choices.end())
            node.texts.emplace_back(*found);
        else
            failUnknownChoice(row, choices);
    }

    std::string_view m_text;
    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    base::WallTime m_now;
    std::optional<FilterMistake> m_mistake;
    std::vector<AskedWord> m_words;
};

}  // namespace

ParsedFilter parseFilter(std::string_view text, base::WallTime now) {
    return Parser(text, now).run();
}

}  // namespace syncline::core
