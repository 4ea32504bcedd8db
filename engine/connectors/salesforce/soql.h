#pragma once

#include "engine/mapping/workspace.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::connectors::salesforce::soql {

/// A value as SOQL has it: texts in quotes and escaped (SOQL guide, quoted string escape sequences), numbers, booleans,
/// dates and instants bare. Null when it is no value of that type, so that no record can have it.
[[nodiscard]] std::optional<std::string> literal(std::string_view value, mapping::Comparison comparison);

/// True for what can be the name of an object or field: letters, digits, underscores.
[[nodiscard]] bool isName(std::string_view text);

/// For a query in a URL.
[[nodiscard]] std::string percentEncoded(std::string_view text);

struct Lookup {
    std::string object;
    std::string field;
    mapping::Comparison comparison = mapping::Comparison::Trimmed;
    std::vector<std::string> fields;  ///< to be selected
};

/// Queries that find the records with one of the values, each short enough for a URL (REST guide: 16,384 bytes with
/// headers). None when no value can be had.
[[nodiscard]] std::vector<std::string> queries(const Lookup& lookup, const std::vector<std::string>& values);

}  // namespace syncline::connectors::salesforce::soql
