#pragma once

#include "engine/core/filter.h"

#include <cstdint>
#include <string>
#include <vector>

namespace syncline::core {

/// What a comparison asks about.
enum class FilterName : std::uint8_t {
    Sequence,
    Time,
    Captured,
    Kind,
    Side,
    Object,
    Record,
    Entity,
    Field,
    Value,
    Outcome,
    Rule,
    Writer,
    Cause,
    Conflict,
};

enum class FilterOperator : std::uint8_t { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, Contains, In };

/// A filter as a tree.
struct Filter::Node {
    enum class Kind : std::uint8_t {
        Everything,
        All,  ///< of its children
        Any,  ///< of its children
        Not,  ///< its only child
        Number,
        Text,
    };

    Kind kind = Kind::Everything;
    std::vector<Node> children;

    // Of a comparison: in a list of several only if the operator is In.
    FilterName name = FilterName::Sequence;
    FilterOperator op = FilterOperator::Equal;
    std::vector<std::int64_t> numbers;  ///< also milliseconds since 1970
    std::vector<std::string> texts;     ///< folded where letter case does not matter

    bool asksFields = false;  ///< in it something is asked of single fields
};

}  // namespace syncline::core
