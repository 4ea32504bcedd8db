#include "engine/core/filter_names.h"

#include <algorithm>

namespace syncline::core {

namespace {

template <typename Enum>
std::vector<std::string_view> namesUpTo(Enum first, Enum last) {
    std::vector<std::string_view> names;
    for (int value = static_cast<int>(first); value <= static_cast<int>(last); ++value)
        names.push_back(name(static_cast<Enum>(value)));
    return names;
}

}  // namespace

const std::vector<FilterNameRow>& filterNames() {
    using enum FilterValueKind;
    static const std::vector<FilterNameRow> names{
        {"seq", FilterName::Sequence, Number},     {"time", FilterName::Time, Time},
        {"captured", FilterName::Captured, Time},  {"kind", FilterName::Kind, Choice},
        {"side", FilterName::Side, Choice},        {"object", FilterName::Object, Text},
        {"record", FilterName::Record, Text},      {"entity", FilterName::Entity, Number},
        {"field", FilterName::Field, Text},        {"value", FilterName::Value, Text},
        {"outcome", FilterName::Outcome, Choice},  {"rule", FilterName::Rule, Choice},
        {"writer", FilterName::Writer, Text},      {"cause", FilterName::Cause, Number},
        {"conflict", FilterName::Conflict, Number}};
    return names;
}

const FilterNameRow* filterNameNamed(std::string_view text) {
    const auto& names = filterNames();
    const auto found =
        std::find_if(names.begin(), names.end(), [&](const FilterNameRow& row) { return row.text == text; });
    return found == names.end() ? nullptr : &*found;
}

std::vector<std::string_view> filterChoices(FilterName name) {
    switch (name) {
        case FilterName::Kind:
            return namesUpTo(EntryKind::ChangeCaptured, EntryKind::RecordDeleted);
        case FilterName::Side:
            return namesUpTo(Side::Salesforce, Side::HubSpot);
        case FilterName::Outcome:
            return namesUpTo(Outcome::Unmapped, Outcome::Unlinked);
        case FilterName::Rule:
            return namesUpTo(Reason::None, Reason::AutomationAfterUs);
        default:
            return {};
    }
}

std::optional<FilterOperator> filterOperatorNamed(std::string_view text) {
    struct Row {
        std::string_view text;
        FilterOperator op;
    };
    constexpr Row kRows[] = {{"==", FilterOperator::Equal},   {"!=", FilterOperator::NotEqual},
                             {"<", FilterOperator::Less},     {"<=", FilterOperator::LessOrEqual},
                             {">", FilterOperator::Greater},  {">=", FilterOperator::GreaterOrEqual},
                             {"~", FilterOperator::Contains}, {"in", FilterOperator::In}};
    for (const Row& row : kRows) {
        if (row.text == text)
            return row.op;
    }
    return std::nullopt;
}

bool takesOperator(FilterValueKind values, FilterOperator op) {
    switch (op) {
        case FilterOperator::Equal:
        case FilterOperator::NotEqual:
        case FilterOperator::In:
            return true;
        case FilterOperator::Contains:
            return values == FilterValueKind::Choice || values == FilterValueKind::Text;
        default:
            return values == FilterValueKind::Number || values == FilterValueKind::Time;
    }
}

std::string_view operatorsOf(FilterValueKind values) {
    return takesOperator(values, FilterOperator::Contains) ? "== != ~ in" : "== != < <= > >= in";
}

bool isOfField(FilterName name) {
    return name == FilterName::Field || name == FilterName::Value || name == FilterName::Outcome
           || name == FilterName::Rule;
}

bool goesWithoutCase(FilterName name) {
    switch (name) {
        case FilterName::Object:
        case FilterName::Record:
        case FilterName::Field:
        case FilterName::Writer:
            return true;
        default:
            return false;
    }
}

}  // namespace syncline::core
