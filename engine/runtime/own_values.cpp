#include "engine/runtime/own_values.h"

#include "engine/mapping/translate.h"

#include <algorithm>
#include <vector>

namespace syncline::runtime {
namespace {

using mapping::Comparison;
using mapping::FieldMapping;

constexpr char kSeparator = ';';
constexpr char kUnread = '=';  // see mapping::comparisonKey

std::string_view whatIsRead(Comparison comparison) {
    switch (comparison) {
        case Comparison::PhoneDigits:
            return "a phone number: it has no digits";
        case Comparison::Number:
            return "a number";
        case Comparison::Boolean:
            return "yes or no";
        case Comparison::Date:
            return "a day, as in 2026-11-24";
        case Comparison::Instant:
            return "a moment, as in 2026-11-24T16:00:00Z";
        case Comparison::Exact:
        case Comparison::CaseInsensitive:
        case Comparison::Trimmed:
        case Comparison::Set:
            break;
    }
    return {};
}

std::vector<std::string> elementsOf(const FieldMapping& field, const std::string& text) {
    if (field.comparison != Comparison::Set)
        return {text};
    std::vector<std::string> elements;
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const std::size_t end = std::min(text.find(kSeparator, begin), text.size());
        const std::string element = text.substr(begin, end - begin);
        if (!mapping::comparisonKey(field, element).empty())
            elements.push_back(element);
        begin = end + 1;
    }
    return elements;
}

bool isOption(const FieldMapping& field, const std::string& text) {
    const std::string key = mapping::comparisonKey(field, text);
    return std::any_of(field.options.begin(), field.options.end(), [&](const mapping::OptionPair& option) {
        return option.salesforce == text || mapping::comparisonKey(field, option.salesforce) == key;
    });
}

std::string namesOn(const FieldMapping& field, core::Side side) {
    std::string names;
    for (const mapping::OptionPair& option : field.options) {
        names += names.empty() ? "" : ", ";
        names += side == core::Side::Salesforce ? option.salesforce : option.hubspot;
    }
    return names;
}

std::string mistakeOn(const FieldMapping& field, core::Side side, const core::Value& value, bool isKnownOption) {
    if (value.isBlank())
        return {};
    const std::string_view wanted = whatIsRead(field.comparison);
    if (!wanted.empty() && value.key.front() == kUnread)
        return "This is not " + std::string(wanted) + ".";
    return isKnownOption ? std::string() : "This is none of " + namesOn(field, side) + ".";
}

}  // namespace

OwnValue checkOwnValue(const FieldMapping& field, const std::string& text) {
    OwnValue own{mapping::translate(field, core::Side::Salesforce, text), {}};
    const core::Value& typed = own.value.salesforce;
    if (typed.isBlank() || typed.key == mapping::comparisonKey(field, field.blankAs.salesforce))
        return own;
    const std::vector<std::string> elements = elementsOf(field, text);
    const bool isKnown =
        field.options.empty()
        || std::all_of(elements.begin(), elements.end(), [&](const std::string& one) { return isOption(field, one); });
    for (const core::Side side : core::kSides)
        own.mistake[side] = mistakeOn(field, side, own.value[side], isKnown);
    return own;
}

OwnValue OwnValues::check(std::string_view object, std::string_view field, const std::string& text) const {
    const mapping::ObjectMapping* const mapped = m_workspace.find(object);
    const mapping::FieldMapping* const found = mapped == nullptr ? nullptr : mapped->find(field);
    if (found != nullptr)
        return checkOwnValue(*found, text);
    const std::string mistake = "The field is not mapped.";
    return {{}, {mistake, mistake}};
}

}  // namespace syncline::runtime
