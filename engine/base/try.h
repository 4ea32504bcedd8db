#pragma once

#include "engine/base/result.h"

#define SYNCLINE_JOIN_INNER(a, b) a##b
#define SYNCLINE_JOIN(a, b) SYNCLINE_JOIN_INNER(a, b)

/// Evaluates a Result; on an error returns it from the enclosing function. The expression may hold commas.
#define TRY(...)                                        \
    do {                                                \
        if (auto tryResult = (__VA_ARGS__); !tryResult) \
            return std::move(tryResult).error();        \
    } while (false)

/// TRY_ASSIGN(auto row, readRow()); declares or assigns the value; on an error returns it from the enclosing function.
/// It is several statements: under an if or a loop it needs braces, and does not compile without.
#define TRY_ASSIGN(target, ...) TRY_ASSIGN_NAMED(SYNCLINE_JOIN(tryResult, __LINE__), target, __VA_ARGS__)
#define TRY_ASSIGN_NAMED(name, target, ...) \
    auto name = (__VA_ARGS__);              \
    if (!name)                              \
        return std::move(name).error();     \
    target = *std::move(name)
