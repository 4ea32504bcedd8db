#pragma once

#include "engine/base/result.h"

#define SYNCLINE_JOIN_INNER(a, b) a##b
#define SYNCLINE_JOIN(a, b) SYNCLINE_JOIN_INNER(a, b)

/// Evaluates a Result; on an error returns it from the enclosing function.
#define TRY(expression)                                \
    do {                                               \
        if (auto tryResult = (expression); !tryResult) \
            return std::move(tryResult).error();       \
    } while (false)

/// TRY_ASSIGN(auto row, readRow()); declares or assigns the value; on an error returns it from the enclosing function.
#define TRY_ASSIGN(target, expression) TRY_ASSIGN_NAMED(SYNCLINE_JOIN(tryResult, __LINE__), target, expression)
#define TRY_ASSIGN_NAMED(name, target, expression) \
    auto name = (expression);                      \
    if (!name)                                     \
        return std::move(name).error();            \
    target = *std::move(name)
