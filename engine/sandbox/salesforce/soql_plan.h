#pragma once

#include "engine/sandbox/salesforce/org.h"
#include "engine/sandbox/salesforce/soql.h"

#include <memory>
#include <string>
#include <vector>

namespace syncline::sandbox::salesforce::soql {

/// A condition whose field and literals have been found to fit each other.
struct Filter {
    Junction junction = Junction::Leaf;
    const Column* column = nullptr;
    Comparison comparison = Comparison::Equal;
    std::vector<model::Value> values = {};  ///< in the form that compareValues takes
    std::vector<Filter> parts = {};

    [[nodiscard]] bool accepts(const Row& row) const;
};

struct Sorting {
    const Column* column = nullptr;
    bool descending = false;
    bool nullsFirst = true;
};

/// A query with its names looked up in the org's objects, which must outlive it.
struct Plan {
    const ApiObject* object = nullptr;
    bool count = false;
    std::vector<const Column*> columns;
    std::optional<Filter> filter;
    std::vector<Sorting> sortings;
    std::optional<std::size_t> limit;
    std::size_t offset = 0;
};

/// Refuses unknown objects and fields, literals of another kind than their field, and fields that cannot be filtered
/// or sorted.
[[nodiscard]] Checked<Plan> plan(const Org& org, const Query& query);

/// The rows in order, within limit and offset. Ties keep the order of ids.
[[nodiscard]] std::vector<Row> run(const Org& org, const Plan& plan, bool withRemoved);

/// Below zero, zero, above zero: numbers by value, ids with case, other text without.
[[nodiscard]] int compareValues(ColumnType type, const std::string& a, const std::string& b);

/// LIKE: '%' any text, '_' any character, without case; a backslash takes the next one as it is.
[[nodiscard]] bool matchesPattern(std::string_view text, std::string_view pattern);

/// False for long texts, several options and compounds.
[[nodiscard]] bool isFilterable(ColumnType type);
[[nodiscard]] bool isSortable(ColumnType type);

}  // namespace syncline::sandbox::salesforce::soql
