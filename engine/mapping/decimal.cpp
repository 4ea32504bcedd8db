#include "engine/mapping/decimal.h"

#include <algorithm>
#include <charconv>

namespace syncline::mapping {
namespace {

constexpr std::size_t kMostCharacters = 400;
constexpr int kMostExponent = 400;

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// Takes the digits at the front away from the text.
std::string takeDigits(std::string_view& text) {
    const auto end = std::find_if_not(text.begin(), text.end(), isDigit);
    std::string digits(text.begin(), end);
    text.remove_prefix(digits.size());
    return digits;
}

bool takeOne(std::string_view& text, std::string_view choices) {
    if (text.empty() || choices.find(text.front()) == std::string_view::npos)
        return false;
    text.remove_prefix(1);
    return true;
}

std::optional<int> exponentOf(std::string_view text) {
    if (text.empty())
        return 0;
    if (!takeOne(text, "eE"))
        return std::nullopt;
    if (text.starts_with('+') && text.size() > 1 && isDigit(text[1]))
        text.remove_prefix(1);
    int exponent = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
    if (error != std::errc{} || end != text.data() + text.size() || exponent > kMostExponent
        || exponent < -kMostExponent)
        return std::nullopt;
    return exponent;
}

/// Moves the point of WHOLE.FRACTION by `places` to the right.
void shift(std::string& whole, std::string& fraction, int places) {
    for (; places > 0; --places) {
        whole += fraction.empty() ? '0' : fraction.front();
        fraction.erase(0, fraction.empty() ? 0 : 1);
    }
    for (; places < 0; ++places) {
        fraction.insert(fraction.begin(), whole.empty() ? '0' : whole.back());
        if (!whole.empty())
            whole.pop_back();
    }
}

/// Adds one to the last digit.
void increment(std::string& digits) {
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
        if (*digit != '9') {
            ++*digit;
            return;
        }
        *digit = '0';
    }
    digits.insert(digits.begin(), '1');
}

void round(std::string& whole, std::string& fraction, std::size_t scale) {
    if (fraction.size() <= scale)
        return;
    const bool up = fraction[scale] >= '5';
    std::string digits = whole + fraction.substr(0, scale);
    if (up)
        increment(digits);
    whole = digits.substr(0, digits.size() - scale);
    fraction = digits.substr(digits.size() - scale);
}

}  // namespace

std::optional<std::string> canonicalDecimal(std::string_view text, int scale) {
    if (text.size() > kMostCharacters)
        return std::nullopt;
    const bool negative = text.starts_with('-');
    takeOne(text, "+-");
    std::string whole = takeDigits(text);
    std::string fraction = takeOne(text, ".") ? takeDigits(text) : std::string();
    const std::optional<int> exponent = exponentOf(text);
    if ((whole.empty() && fraction.empty()) || !exponent)
        return std::nullopt;
    shift(whole, fraction, *exponent);
    if (scale >= 0)
        round(whole, fraction, static_cast<std::size_t>(scale));
    whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
    fraction.erase(fraction.find_last_not_of('0') + 1);
    if (whole.empty() && fraction.empty())
        return "0";
    std::string result = negative ? "-" : "";
    result += whole.empty() ? "0" : whole;
    if (!fraction.empty())
        result += "." + fraction;
    return result;
}

}  // namespace syncline::mapping
