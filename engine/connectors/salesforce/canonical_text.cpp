#include "engine/connectors/salesforce/canonical_text.h"

#include "engine/base/time_format.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace syncline::connectors::salesforce {
namespace {

constexpr std::string_view kWhiteSpace = " \t\r\n\f\v";
constexpr std::string_view kDigits = "0123456789";

/// Takes digits from the front of `text`.
std::string_view takeDigits(std::string_view& text) {
    const std::string_view digits = text.substr(0, std::min(text.find_first_not_of(kDigits), text.size()));
    text.remove_prefix(digits.size());
    return digits;
}

struct Number {
    bool negative = false;
    std::string_view whole;
    std::string_view fraction;
    std::string_view exponent;  ///< with its sign; empty: none
};

std::optional<Number> parseNumber(std::string_view text) {
    Number number;
    number.negative = text.starts_with('-');
    text.remove_prefix(number.negative ? 1 : 0);
    number.whole = takeDigits(text);
    if (number.whole.empty() || (number.whole.size() > 1 && number.whole.front() == '0'))
        return std::nullopt;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        number.fraction = takeDigits(text);
        if (number.fraction.empty())
            return std::nullopt;
    }
    if (!text.starts_with('e') && !text.starts_with('E'))
        return text.empty() ? std::optional(number) : std::nullopt;
    text.remove_prefix(1);
    text.remove_prefix(text.starts_with('+') ? 1 : 0);
    number.exponent = text;
    text.remove_prefix(text.starts_with('-') ? 1 : 0);
    return !takeDigits(text).empty() && text.empty() ? std::optional(number) : std::nullopt;
}

std::string sortedChoices(std::string_view text) {
    std::vector<std::string_view> choices;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(';'), text.size());
        choices.push_back(trimmed(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    std::erase_if(choices, [](std::string_view choice) { return choice.empty(); });
    std::sort(choices.begin(), choices.end());
    choices.erase(std::unique(choices.begin(), choices.end()), choices.end());
    std::string joined;
    for (const std::string_view choice : choices) {
        joined += joined.empty() ? "" : ";";
        joined += choice;
    }
    return joined;
}

}  // namespace

std::string plainNumber(std::string_view text) {
    constexpr int kFarthest = 400;
    const std::optional<Number> number = parseNumber(text);
    int exponent = 0;
    if (!number || number->exponent.empty()
        || std::from_chars(number->exponent.data(), number->exponent.data() + number->exponent.size(), exponent).ec
               != std::errc{}
        || exponent < -kFarthest || exponent > kFarthest)
        return std::string(text);
    std::string digits = std::string(number->whole) + std::string(number->fraction);
    std::ptrdiff_t point = static_cast<std::ptrdiff_t>(number->whole.size()) + exponent;
    if (point < 1) {
        digits.insert(0, static_cast<std::size_t>(1 - point), '0');
        point = 1;
    }
    const auto whole = static_cast<std::size_t>(point);
    if (digits.size() < whole)
        digits.append(whole - digits.size(), '0');
    std::string plain = digits.substr(0, whole);
    plain.erase(0, std::min(plain.find_first_not_of('0'), plain.size() - 1));
    if (digits.size() > whole)
        plain += "." + digits.substr(whole);
    return (number->negative ? "-" : "") + plain;
}

bool isNumber(std::string_view text) {
    return parseNumber(text).has_value();
}

std::optional<std::string> canonicalText(std::string_view text, mapping::Comparison comparison) {
    text = trimmed(text);
    if (text.empty())
        return std::nullopt;
    if (comparison == mapping::Comparison::Instant) {
        const auto time = base::parseIso8601(text);
        return time ? base::formatIso8601(*time) : std::string(text);
    }
    if (comparison == mapping::Comparison::Set) {
        std::string choices = sortedChoices(text);
        return choices.empty() ? std::nullopt : std::optional(std::move(choices));
    }
    return std::string(text);
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(kWhiteSpace);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(kWhiteSpace) - first + 1);
}

std::string lowerCase(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return lower;
}

}  // namespace syncline::connectors::salesforce
