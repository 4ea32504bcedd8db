#pragma once

#include "engine/core/filter_node.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::core {

/// What a name is compared with, and thereby by which operators.
enum class FilterValueKind : std::uint8_t {
    Number,  ///< == != < <= > >= in
    Time,    ///< the same
    Choice,  ///< of a closed list: == != ~ in
    Text,    ///< == != ~ in
};

struct FilterNameRow {
    std::string_view text;
    FilterName name;
    FilterValueKind values;
};

/// Every name, in the order in which they are listed for a person.
[[nodiscard]] const std::vector<FilterNameRow>& filterNames();
/// Null when there is none.
[[nodiscard]] const FilterNameRow* filterNameNamed(std::string_view text);
/// What a name of the kind Choice may be; empty for others.
[[nodiscard]] std::vector<std::string_view> filterChoices(FilterName name);
/// The choice that the console speaks of by that word, case aside: of a kind "rules" or "Rules changed", of an outcome
/// "same" or "no partner". Empty where there is none.
[[nodiscard]] std::string_view filterChoiceCalled(FilterName name, std::string_view word);

[[nodiscard]] std::optional<FilterOperator> filterOperatorNamed(std::string_view text);
[[nodiscard]] bool takesOperator(FilterValueKind values, FilterOperator op);
/// "== != ~ in"
[[nodiscard]] std::string_view operatorsOf(FilterValueKind values);

/// True for what each field of an entry answers for itself.
[[nodiscard]] bool isOfField(FilterName name);
/// True where == and in go without case as well.
[[nodiscard]] bool goesWithoutCase(FilterName name);

}  // namespace syncline::core
