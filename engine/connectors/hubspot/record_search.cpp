#include "engine/connectors/hubspot/record_search.h"

#include <algorithm>
#include <cstdlib>

#include <boost/json/serialize.hpp>

namespace syncline::connectors::hubspot {
namespace {

/// Groups are ORed.
constexpr std::size_t kMostGroups = 5;
/// Of 3,000 characters; the rest of the body needs some.
constexpr std::size_t kMostCharacters = 2600;
constexpr std::size_t kMostValues = 100;

bool isAscii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char letter) { return (static_cast<unsigned char>(letter) & 0x80U) == 0; });
}

json::object filter(const std::string& property, std::string_view op) {
    return {{"propertyName", property}, {"operator", op}};
}

json::object group(json::object one) {
    return {{"filters", json::array{std::move(one)}}};
}

}  // namespace

std::optional<SearchFilters> filtersFor(const SearchOrder& order, std::size_t first) {
    const bool asWritten = order.type != nullptr && order.type->isEnumeration(order.property);
    json::array listed;
    json::array groups;
    std::size_t characters = 0;
    SearchFilters filters;
    for (std::size_t i = first; i < order.values.size() && filters.values < kMostValues; ++i) {
        const std::string& value = order.values[i];
        const bool inList = asWritten || isAscii(value);
        json::object equal = filter(order.property, "EQ");
        equal["value"] = std::string(trimmed(value));
        const json::value item = inList ? json::value(asWritten ? std::string(trimmed(value)) : foldedText(value))
                                        : json::value(group(std::move(equal)));
        const std::size_t size = json::serialize(item).size() + 1;
        const bool noGroup = !inList && groups.size() + 1 == kMostGroups;
        if (characters + size > kMostCharacters || noGroup)
            break;
        characters += size;
        (inList ? listed : groups).push_back(item);
        ++filters.values;
    }
    if (filters.values == 0)
        return std::nullopt;
    if (!listed.empty()) {
        json::object in = filter(order.property, "IN");
        in["values"] = std::move(listed);
        groups.push_back(group(std::move(in)));
    }
    filters.groups = std::move(groups);
    return filters;
}

bool isSameValue(PropertyKind kind, std::string_view a, std::string_view b) {
    const std::optional<std::string> first = canonicalText(kind, a);
    const std::optional<std::string> second = canonicalText(kind, b);
    if (!first || !second)
        return false;
    if (kind == PropertyKind::Number) {
        char* firstEnd = nullptr;
        char* secondEnd = nullptr;
        const double x = std::strtod(first->c_str(), &firstEnd);
        const double y = std::strtod(second->c_str(), &secondEnd);
        const bool numbers = *firstEnd == '\0' && *secondEnd == '\0';
        return numbers ? !(x < y) && !(y < x) : *first == *second;
    }
    return foldedText(*first) == foldedText(*second);
}

}  // namespace syncline::connectors::hubspot
