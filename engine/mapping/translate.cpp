#include "engine/mapping/translate.h"

#include "engine/base/time_format.h"
#include "engine/mapping/decimal.h"
#include "engine/mapping/unicode_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace syncline::mapping {
namespace {

/// Before a key that is the text itself.
constexpr char kUnread = '=';
constexpr char kSeparator = ';';

/// The elements of a set in the text's order, without white space and blanks.
std::vector<std::string_view> elementsOf(std::string_view text) {
    std::vector<std::string_view> elements;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(kSeparator), text.size());
        const std::string_view element = withoutOuterSpace(text.substr(0, end));
        if (!element.empty())
            elements.push_back(element);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return elements;
}

template <typename Text>
std::string joined(const std::vector<Text>& elements) {
    std::string result;
    for (const Text& element : elements) {
        if (!result.empty())
            result += kSeparator;
        result += element;
    }
    return result;
}

std::string setKey(std::string_view text) {
    std::vector<std::string> elements;
    for (const std::string_view element : elementsOf(text))
        elements.push_back(normalText(element));
    std::sort(elements.begin(), elements.end());
    elements.erase(std::unique(elements.begin(), elements.end()), elements.end());
    return joined(elements);
}

std::optional<std::string> booleanOf(std::string_view text) {
    constexpr std::array<std::string_view, 3> kTrue = {"true", "yes", "1"};
    constexpr std::array<std::string_view, 3> kFalse = {"false", "no", "0"};
    const std::string folded = foldedText(text);
    if (std::find(kTrue.begin(), kTrue.end(), folded) != kTrue.end())
        return "true";
    if (std::find(kFalse.begin(), kFalse.end(), folded) != kFalse.end())
        return "false";
    return std::nullopt;
}

bool isDay(std::string_view text) {
    constexpr std::string_view kShape = "0000-00-00";
    const auto fits = [](char c, char shape) { return shape == '0' ? c >= '0' && c <= '9' : c == shape; };
    if (!std::equal(text.begin(), text.end(), kShape.begin(), kShape.end(), fits))
        return false;
    const auto number = [&](std::size_t at, std::size_t length) {
        unsigned value = 0;
        std::from_chars(text.data() + at, text.data() + at + length, value);
        return value;
    };
    return std::chrono::year_month_day(std::chrono::year(static_cast<int>(number(0, 4))),
                                       std::chrono::month(number(5, 2)), std::chrono::day(number(8, 2)))
        .ok();
}

std::optional<std::string> dayOf(std::string_view text) {
    constexpr std::size_t kLength = 10;
    if (isDay(text) || base::parseIso8601(text))
        return std::string(text.substr(0, kLength));
    return std::nullopt;
}

std::optional<std::string> instantOf(std::string_view text) {
    const auto time = base::parseIso8601(text);
    return time ? std::optional(base::formatIso8601(*time)) : std::nullopt;
}

std::optional<std::string> phoneOf(std::string_view text) {
    std::string digits = phoneDigits(text);
    return digits.empty() ? std::nullopt : std::optional(std::move(digits));
}

/// The value in the one form that all texts of the same meaning share, or none where the comparison cannot read it. The
/// text has no outer white space and is not empty.
std::optional<std::string> read(const FieldMapping& field, std::string_view text) {
    switch (field.comparison) {
        case Comparison::Exact:
            return std::string(text);
        case Comparison::CaseInsensitive:
            return foldedText(text);
        case Comparison::Trimmed:
            return normalText(text);
        case Comparison::PhoneDigits:
            return phoneOf(text);
        case Comparison::Number:
            return canonicalDecimal(text, field.scale);
        case Comparison::Boolean:
            return booleanOf(text);
        case Comparison::Date:
            return dayOf(text);
        case Comparison::Instant:
            return instantOf(text);
        case Comparison::Set:
            return setKey(text);
    }
    return std::nullopt;
}

const std::string& nameOn(const OptionPair& option, core::Side side) {
    return side == core::Side::Salesforce ? option.salesforce : option.hubspot;
}

/// The other side's name of an option, or none where the map does not know it.
std::optional<std::string> otherName(const FieldMapping& field, core::Side side, std::string_view text) {
    const auto exact = std::find_if(field.options.begin(), field.options.end(),
                                    [&](const OptionPair& option) { return nameOn(option, side) == text; });
    if (exact != field.options.end())
        return nameOn(*exact, other(side));
    const auto key = [&](std::string_view name) {
        return field.comparison == Comparison::Set ? normalText(name) : comparisonKey(field, name);
    };
    const std::string wanted = field.options.empty() ? std::string() : key(text);
    const auto same = std::find_if(field.options.begin(), field.options.end(),
                                   [&](const OptionPair& option) { return key(nameOn(option, side)) == wanted; });
    return same == field.options.end() ? std::nullopt : std::optional(nameOn(*same, other(side)));
}

/// How a value is written where it was not made, as far as its kind has one form; its text is not blank.
std::string writtenForm(const FieldMapping& field, std::string_view text) {
    const std::string_view inner = withoutOuterSpace(text);
    switch (field.comparison) {
        case Comparison::Exact:
            return std::string(text);
        case Comparison::Number:
        case Comparison::Boolean:
        case Comparison::Date:
        case Comparison::Instant:
            return read(field, inner).value_or(std::string(inner));
        default:
            return std::string(inner);
    }
}

std::string forOtherSide(const FieldMapping& field, core::Side side, std::string_view text) {
    if (field.comparison == Comparison::Set) {
        std::vector<std::string> names;
        for (const std::string_view element : elementsOf(text))
            names.push_back(otherName(field, side, element).value_or(std::string(element)));
        return joined(names);
    }
    std::optional<std::string> name = otherName(field, side, text);
    return name ? *std::move(name) : writtenForm(field, text);
}

core::Value valueOf(const FieldMapping& field, std::string text) {
    std::string key = comparisonKey(field, text);
    return key.empty() ? core::Value{} : core::Value{std::move(text), std::move(key)};
}

}  // namespace

core::PerSide<core::Value> translate(const FieldMapping& field, core::Side side,
                                     const std::optional<std::string>& text) {
    core::PerSide<core::Value> values;
    if (text)
        values[side] = valueOf(field, *text);
    const bool blank = values[side].isBlank() || values[side].key == comparisonKey(field, field.blankAs[side]);
    values[other(side)] = valueOf(field, blank ? field.blankAs[other(side)] : forOtherSide(field, side, *text));
    return values;
}

std::string comparisonKey(const FieldMapping& field, std::string_view text) {
    const std::string_view inner = withoutOuterSpace(text);
    if (inner.empty())
        return {};
    const std::string_view compared = field.comparison == Comparison::Exact ? text : inner;
    if (std::optional<std::string> key = read(field, compared))
        return *std::move(key);
    return kUnread + normalText(inner);
}

}  // namespace syncline::mapping
