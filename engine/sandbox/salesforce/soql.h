#pragma once

#include "engine/sandbox/salesforce/errors.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::sandbox::salesforce::soql {

enum class LiteralKind { Null, Boolean, Number, Date, DateTime, Text };

struct Literal {
    LiteralKind kind = LiteralKind::Null;
    std::string text;  ///< Text: unescaped; DateTime: "2026-11-24T16:00:00.000Z"; Boolean: "true" or "false"

    bool operator==(const Literal&) const = default;
};

enum class Comparison { Equal, NotEqual, Less, Greater, LessOrEqual, GreaterOrEqual, Like, In, NotIn };

struct Condition {
    std::string field;
    Comparison comparison = Comparison::Equal;
    std::vector<Literal> literals;  ///< one, or the list of In and NotIn
};

enum class Junction { Leaf, And, Or, Not };

struct Expression {
    Junction junction = Junction::Leaf;
    Condition condition = {};            ///< Leaf
    std::vector<Expression> parts = {};  ///< And, Or: two and more; Not: one
};

struct Order {
    std::string field;
    bool descending = false;
    bool nullsFirst = true;
};

struct Query {
    bool count = false;               ///< SELECT COUNT()
    std::vector<std::string> fields;  ///< as written
    std::string object;
    std::optional<Expression> where;
    std::vector<Order> orders;
    std::optional<std::size_t> limit;
    std::size_t offset = 0;
};

/// Reads the part of SOQL that this sandbox knows: one object, its own fields, WHERE, ORDER BY, LIMIT, OFFSET
/// (Salesforce: SOQL and SOSL reference). As there, AND and OR side by side need parentheses. Anything else is
/// MALFORMED_QUERY.
[[nodiscard]] Checked<Query> parse(std::string_view text);

}  // namespace syncline::sandbox::salesforce::soql
