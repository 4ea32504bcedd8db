#include "engine/sandbox/salesforce/soql.h"

#include "engine/base/time_format.h"
#include "engine/sandbox/model/folding.h"
#include "engine/sandbox/model/validation.h"
#include "engine/sandbox/salesforce/soql_tokens.h"

#include <charconv>

namespace syncline::sandbox::salesforce::soql {
namespace {

/// Recursive descent; the first thing that does not fit ends it, and `m_error` says what that was.
class Parser {
public:
    explicit Parser(std::vector<Token> tokens) : m_tokens(std::move(tokens)) {}

    Checked<Query> run() {
        Query query;
        expectWord("select");
        selectList(query);
        expectWord("from");
        query.object = word();
        if (acceptWord("where"))
            query.where = expression(0);
        if (acceptWord("order")) {
            expectWord("by");
            orderList(query);
        }
        if (acceptWord("limit"))
            query.limit = number();
        if (acceptWord("offset"))
            query.offset = number();
        if (peek().kind != TokenKind::End)
            unexpected();
        if (m_error)
            return *m_error;
        return query;
    }

private:
    static constexpr int kDeepest = 60;

    [[nodiscard]] const Token& peek() const { return m_tokens[m_at]; }

    Token take() {
        const Token token = peek();
        if (m_at + 1 < m_tokens.size())
            ++m_at;
        return token;
    }

    void unexpected() {
        if (!m_error)
            m_error = malformedQuery("unexpected token: '" + peek().text + "'");
    }

    [[nodiscard]] bool atWord(std::string_view word) const {
        return peek().kind == TokenKind::Word && model::foldCase(peek().text) == word;
    }

    bool acceptWord(std::string_view word) {
        if (m_error || !atWord(word))
            return false;
        take();
        return true;
    }

    bool acceptSymbol(std::string_view symbol) {
        if (m_error || peek().kind != TokenKind::Symbol || peek().text != symbol)
            return false;
        take();
        return true;
    }

    void expectWord(std::string_view word) {
        if (!acceptWord(word))
            unexpected();
    }

    void expectSymbol(std::string_view symbol) {
        if (!acceptSymbol(symbol))
            unexpected();
    }

    std::string word() {
        if (m_error || peek().kind != TokenKind::Word) {
            unexpected();
            return {};
        }
        return take().text;
    }

    std::size_t number() {
        const std::string text = word();
        std::size_t value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (!m_error && (error != std::errc{} || end != text.data() + text.size()))
            m_error = malformedQuery("unexpected token: '" + text + "'");
        return value;
    }

    void selectList(Query& query) {
        if (atWord("count") && m_tokens[m_at + 1].text == "(") {
            take();
            take();
            expectSymbol(")");
            query.count = true;
            return;
        }
        do {
            query.fields.push_back(word());
        } while (acceptSymbol(","));
    }

    void orderList(Query& query) {
        do {
            Order order;
            order.field = word();
            order.descending = acceptWord("desc");
            if (!order.descending)
                acceptWord("asc");
            if (acceptWord("nulls")) {
                order.nullsFirst = acceptWord("first");
                if (!order.nullsFirst)
                    expectWord("last");
            }
            query.orders.push_back(std::move(order));
        } while (acceptSymbol(","));
    }

    /// A chain of one junction: "a AND b OR c" is refused as the real parser refuses it.
    Expression expression(int depth) {
        Expression first = term(depth);
        const bool conjunction = atWord("and");
        if (m_error || (!conjunction && !atWord("or")))
            return first;
        Expression chain{conjunction ? Junction::And : Junction::Or, {}, {std::move(first)}};
        while (acceptWord(conjunction ? "and" : "or"))
            chain.parts.push_back(term(depth));
        if (atWord("and") || atWord("or"))
            unexpected();
        return chain;
    }

    Expression term(int depth) {
        if (depth > kDeepest && !m_error)
            m_error = malformedQuery("the query is nested too deeply");
        if (m_error)
            return {};
        if (acceptWord("not"))
            return {Junction::Not, {}, {term(depth + 1)}};
        if (acceptSymbol("(")) {
            Expression inner = expression(depth + 1);
            expectSymbol(")");
            return inner;
        }
        return {Junction::Leaf, condition(), {}};
    }

    Condition condition() {
        Condition condition;
        condition.field = word();
        condition.comparison = comparison();
        if (condition.comparison != Comparison::In && condition.comparison != Comparison::NotIn) {
            condition.literals.push_back(literal());
            return condition;
        }
        expectSymbol("(");
        do {
            condition.literals.push_back(literal());
        } while (acceptSymbol(","));
        expectSymbol(")");
        return condition;
    }

    Comparison comparison() {
        struct Symbol {
            std::string_view text;
            Comparison comparison;
        };
        constexpr Symbol kSymbols[] = {{"=", Comparison::Equal},           {"!=", Comparison::NotEqual},
                                       {"<>", Comparison::NotEqual},       {"<=", Comparison::LessOrEqual},
                                       {">=", Comparison::GreaterOrEqual}, {"<", Comparison::Less},
                                       {">", Comparison::Greater}};
        for (const Symbol& symbol : kSymbols) {
            if (acceptSymbol(symbol.text))
                return symbol.comparison;
        }
        if (acceptWord("like"))
            return Comparison::Like;
        if (acceptWord("in"))
            return Comparison::In;
        expectWord("not");
        expectWord("in");
        return Comparison::NotIn;
    }

    Literal literal() {
        if (!m_error && peek().kind == TokenKind::Text)
            return {LiteralKind::Text, take().text};
        const std::string text = word();
        const std::string folded = model::foldCase(text);
        if (folded == "null")
            return {LiteralKind::Null, {}};
        if (folded == "true" || folded == "false")
            return {LiteralKind::Boolean, folded};
        if (model::isDate(text))
            return {LiteralKind::Date, text};
        if (const auto time = base::parseIso8601(text))
            return {LiteralKind::DateTime, base::formatIso8601(*time)};
        constexpr int kScale = 18;
        if (const auto decimal = model::normaliseDecimal(text, kScale))
            return {LiteralKind::Number, *decimal};
        if (!m_error)
            m_error = malformedQuery("unexpected token: '" + text + "'");
        return {};
    }

    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    std::optional<ApiError> m_error;
};

}  // namespace

Checked<Query> parse(std::string_view text) {
    auto tokens = tokenize(text);
    if (!tokens)
        return tokens.errors();
    return Parser(std::move(*tokens)).run();
}

}  // namespace syncline::sandbox::salesforce::soql
