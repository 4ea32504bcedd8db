#include "engine/connectors/hubspot/canonical_text.h"

#include "engine/base/time_format.h"
#include "engine/connectors/hubspot/json_members.h"

#include <algorithm>
#include <vector>

namespace syncline::connectors::hubspot {
namespace {

constexpr std::size_t kDateLength = 10;
constexpr std::string_view kSpace = " \t\r\n\f\v";

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

std::optional<std::string> isoOf(std::string_view text) {
    if (const auto time = base::parseIso8601(text))
        return base::formatIso8601(*time);
    if (const std::optional<std::int64_t> milliseconds = wholeNumber(text))
        return base::formatIso8601(base::WallTime(std::chrono::milliseconds(*milliseconds)));
    return std::nullopt;
}

std::string joinedOptions(std::string_view text) {
    std::vector<std::string_view> options;
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const std::size_t end = std::min(text.find(';', begin), text.size());
        const std::string_view option = trimmed(text.substr(begin, end - begin));
        if (!option.empty())
            options.push_back(option);
        begin = end + 1;
    }
    std::sort(options.begin(), options.end());
    options.erase(std::unique(options.begin(), options.end()), options.end());
    std::string joined;
    for (const std::string_view option : options) {
        if (!joined.empty())
            joined += ';';
        joined += option;
    }
    return joined;
}

std::string booleanText(std::string_view text) {
    std::string folded = foldedText(text);
    return folded == "true" || folded == "false" ? folded : std::string(text);
}

/// A date stays one; milliseconds become the day that they are in.
std::string dateText(std::string_view text) {
    const std::optional<std::int64_t> milliseconds = wholeNumber(text);
    if (!milliseconds)
        return std::string(text);
    return base::formatIso8601(base::WallTime(std::chrono::milliseconds(*milliseconds))).substr(0, kDateLength);
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(kSpace);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string foldedText(std::string_view text) {
    std::string folded(trimmed(text));
    std::transform(folded.begin(), folded.end(), folded.begin(), lower);
    return folded;
}

std::optional<std::string> canonicalText(PropertyKind kind, std::optional<std::string_view> wire) {
    const std::string_view text = wire ? trimmed(*wire) : std::string_view();
    std::string canonical(text);
    if (kind == PropertyKind::Options)
        canonical = joinedOptions(text);
    else if (kind == PropertyKind::Boolean)
        canonical = booleanText(text);
    else if (kind == PropertyKind::Date)
        canonical = dateText(text);
    else if (kind == PropertyKind::Instant)
        canonical = isoOf(text).value_or(canonical);
    return canonical.empty() ? std::nullopt : std::optional(std::move(canonical));
}

std::string wireText(PropertyKind kind, const std::optional<std::string>& canonical) {
    if (!canonical)
        return {};
    if (kind == PropertyKind::Instant && canonical->size() == kDateLength)
        return *canonical + "T00:00:00.000Z";
    if (kind == PropertyKind::Date && canonical->size() > kDateLength && base::parseIso8601(*canonical))
        return canonical->substr(0, kDateLength);
    return *canonical;
}

}  // namespace syncline::connectors::hubspot
