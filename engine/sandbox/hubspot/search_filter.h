#pragma once

#include "engine/sandbox/hubspot/record_wire.h"
#include "engine/sandbox/model/schema.h"

#include <optional>
#include <string>
#include <vector>

namespace syncline::sandbox::hubspot {

/// One comparison of a search, checked and ready.
struct SearchFilter {
    enum class Operator {
        Eq,
        Neq,
        Lt,
        Lte,
        Gt,
        Gte,
        Between,
        In,
        NotIn,
        HasProperty,
        NotHasProperty,
        ContainsToken,
        NotContainsToken,
    };
    const model::FieldSchema* field = nullptr;
    Operator op = Operator::Eq;
    std::string value;
    std::string highValue;
    std::vector<std::string> values;

    [[nodiscard]] bool matches(const PropertyMap& properties) const;
};

/// All of a group, any of the groups; no group at all takes everything.
using FilterGroups = std::vector<std::vector<SearchFilter>>;

/// Reads filterGroups within the limits: five groups, six filters each, 18 in all (HubSpot: CRM search).
[[nodiscard]] Checked<FilterGroups> readFilterGroups(model::ObjectKind kind, const json::object& body);
[[nodiscard]] bool matchesAny(const FilterGroups& groups, const PropertyMap& properties);
/// The default text search over names, addresses and numbers.
[[nodiscard]] bool matchesQuery(const PropertyMap& properties, const std::string& query);
/// Order of two values by the type of their field: numbers, times, else text without case.
[[nodiscard]] int compareValues(const model::FieldSchema& field, const std::string& a, const std::string& b);

}  // namespace syncline::sandbox::hubspot
