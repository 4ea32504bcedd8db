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

/// How entries are found by a text that stands alone; empty where it is too long to be repeated.
std::string searchFor(const std::string& text) {
    constexpr std::size_t kLongest = 64;
    if (text.size() > kLongest)
        return {};
    std::string quoted;
    for (const char c : text) {
        if (c == '"' || c == '\\')
            quoted.push_back('\\');
        quoted.push_back(c);
    }
    return "a text is searched for by value ~ \"" + quoted + "\"; ";
}

/// By descent: either, both, one. The first mistake is kept and everything returns.
class Parser {
public:
    Parser(std::string_view text, base::WallTime now) : m_tokens(filterTokens(text)), m_now(now) {}

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

    void fail(std::string message, std::string meant = {}) {
        if (m_mistake)
            return;
        const bool isMistake = here().kind == Token::Kind::Mistake;
        m_mistake = FilterMistake{here().column, isMistake ? here().text : std::move(message), std::move(meant)};
    }

    void failJoint(const std::string& message) {
        const std::string symbol = symbolFor(here());
        if (symbol.empty() || symbol == "!")
            return fail(message);
        fail("'" + here().text + "' is written " + symbol + "; " + message, symbol);
    }

    /// What stands here is compared with nothing.
    [[nodiscard]] bool isAlone() const {
        if (here().kind != Token::Kind::Word && here().kind != Token::Kind::Text)
            return false;
        const Token& next = m_tokens[std::min(m_at + 1, m_tokens.size() - 1)];
        return next.kind != Token::Kind::Mistake && !filterOperatorNamed(next.text);
    }

    void failUnknownName() {
        const std::vector<std::string_view> names = allNames();
        const std::string list =
            (isAlone() ? searchFor(here().text) : std::string()) + "the names are " + listOf(names);
        if (here().kind != Token::Kind::Word)
            return fail("here a comparison begins; " + list);
        if (const std::string symbol = symbolFor(here()); symbol == "!")
            return fail("'" + here().text + "' is written !; here a comparison begins", symbol);
        std::string meant = nearestOf(here().text, names);
        const std::string question = meant.empty() ? std::string() : "did you mean '" + meant + "'? ";
        fail("there is no name '" + here().text + "'; " + question + list, std::move(meant));
    }

    /// What is near is short, and so is what is said of it; a text may be long.
    void failUnknownChoice(std::string_view name, const std::vector<std::string_view>& choices) {
        const std::string list = std::string(name) + " is one of " + listOf(choices);
        std::string meant = nearestOf(here().text, choices);
        if (meant.empty())
            return fail(list);
        const std::string question = "did you mean '" + meant + "'? ";
        fail("there is no " + std::string(name) + " '" + here().text + "'; " + question + list, std::move(meant));
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
            takeValue(*row, node);
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
            failUnknownChoice(row.text, choices);
    }

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
