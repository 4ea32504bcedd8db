#include "engine/sandbox/hubspot/search_filter.h"

#include "engine/base/time_format.h"
#include "engine/base/try.h"
#include "engine/sandbox/hubspot/json_access.h"
#include "engine/sandbox/hubspot/property_catalog.h"
#include "engine/sandbox/model/folding.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <map>
#include <set>

namespace syncline::sandbox::hubspot {
namespace {

using model::FieldSchema;
using model::FieldType;
using Operator = SearchFilter::Operator;

constexpr std::size_t kMostGroups = 5;
constexpr std::size_t kMostFilters = 6;
constexpr std::size_t kMostInAll = 18;

const std::map<std::string, Operator, std::less<>>& operators() {
    static const std::map<std::string, Operator, std::less<>> kOperators = {
        {"EQ", Operator::Eq},
        {"NEQ", Operator::Neq},
        {"LT", Operator::Lt},
        {"LTE", Operator::Lte},
        {"GT", Operator::Gt},
        {"GTE", Operator::Gte},
        {"BETWEEN", Operator::Between},
        {"IN", Operator::In},
        {"NOT_IN", Operator::NotIn},
        {"HAS_PROPERTY", Operator::HasProperty},
        {"NOT_HAS_PROPERTY", Operator::NotHasProperty},
        {"CONTAINS_TOKEN", Operator::ContainsToken},
        {"NOT_CONTAINS_TOKEN", Operator::NotContainsToken},
    };
    return kOperators;
}

bool isEnumeration(const FieldSchema& field) {
    return field.type == FieldType::Option || field.type == FieldType::Options || field.type == FieldType::Boolean;
}

bool isNumber(const FieldSchema& field) {
    return field.type == FieldType::Integer || field.type == FieldType::Decimal || field.references == "companies";
}

/// Times are compared in milliseconds, whichever of the two forms they come in.
std::optional<std::int64_t> milliseconds(const std::string& text) {
    if (const auto number = wholeNumber(text))
        return number;
    constexpr std::size_t kDateLength = 10;
    const std::string whole = text.size() == kDateLength ? text + "T00:00:00Z" : text;
    const auto time = base::parseIso8601(whole);
    return time ? std::optional<std::int64_t>(time->time_since_epoch().count()) : std::nullopt;
}

template <typename T>
int order(const T& a, const T& b) {
    return a < b ? -1 : (b < a ? 1 : 0);
}

std::vector<std::string> tokensOf(const std::string& text) {
    std::vector<std::string> tokens(1);
    for (const char c : model::foldCase(text)) {
        const bool part =
            std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80U || c == '*';
        if (part)
            tokens.back() += c;
        else if (!tokens.back().empty())
            tokens.emplace_back();
    }
    if (tokens.back().empty())
        tokens.pop_back();
    return tokens;
}

/// `*` at either end stands for anything.
bool tokenMatches(std::string_view pattern, std::string_view token) {
    const bool open = pattern.ends_with('*');
    const bool any = pattern.starts_with('*');
    if (open)
        pattern.remove_suffix(1);
    if (any && !pattern.empty())
        pattern.remove_prefix(1);
    if (any && open)
        return token.find(pattern) != std::string_view::npos;
    if (any)
        return token.ends_with(pattern);
    return open ? token.starts_with(pattern) : token == pattern;
}

bool containsTokens(const std::string& text, const std::string& wanted) {
    const std::vector<std::string> have = tokensOf(text);
    const std::vector<std::string> patterns = tokensOf(wanted);
    return std::all_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
        return std::any_of(have.begin(), have.end(),
                           [&](const std::string& token) { return tokenMatches(pattern, token); });
    });
}

bool equalsOne(const FieldSchema& field, const std::string& present, const std::string& wanted) {
    if (field.type == FieldType::Options) {
        const std::vector<std::string> parts = model::splitOptions(present);
        return std::find(parts.begin(), parts.end(), wanted) != parts.end();
    }
    return compareValues(field, present, wanted) == 0;
}

/// IN wants text values in lower case; others never match (HubSpot: CRM search).
bool isIn(const FieldSchema& field, const std::string& present, const std::vector<std::string>& values) {
    const bool text = !isEnumeration(field) && !isNumber(field) && field.type != FieldType::Date
                      && field.type != FieldType::DateTime && field.type != FieldType::Reference;
    return std::any_of(values.begin(), values.end(), [&](const std::string& value) {
        return text ? model::foldCase(present) == value : equalsOne(field, present, value);
    });
}

Checked<SearchFilter> readFilter(model::ObjectKind kind, const json::value& item) {
    const json::object* filter = item.if_object();
    if (filter == nullptr)
        return unreadable("filters");
    const std::string name = textMember(*filter, "propertyName").value_or("");
    const std::string op = textMember(*filter, "operator").value_or("");
    SearchFilter read;
    read.field = findProperty(kind, name);
    if (read.field == nullptr)
        return invalid("There was a problem with the request. Property " + name + " does not exist");
    const auto known = operators().find(op);
    if (known == operators().end())
        return unreadable("operator: " + op);
    read.op = known->second;
    read.value = textMember(*filter, "value").value_or("");
    read.highValue = textMember(*filter, "highValue").value_or("");
    read.values = textList(*filter, "values");
    const bool list = read.op == Operator::In || read.op == Operator::NotIn;
    const bool none = read.op == Operator::HasProperty || read.op == Operator::NotHasProperty;
    if (list && read.values.empty())
        return invalid("operator " + op + " requires values");
    if (!list && !none && filter->if_contains("value") == nullptr)
        return invalid("operator " + op + " requires a value");
    if (read.op == Operator::Between && read.highValue.empty())
        return invalid("operator BETWEEN requires a highValue");
    return read;
}

}  // namespace

int compareValues(const FieldSchema& field, const std::string& a, const std::string& b) {
    if (isNumber(field))
        return order(std::strtod(a.c_str(), nullptr), std::strtod(b.c_str(), nullptr));
    if (field.type == FieldType::Date || field.type == FieldType::DateTime)
        return order(milliseconds(a).value_or(0), milliseconds(b).value_or(0));
    if (isEnumeration(field))
        return order(a, b);
    return order(model::foldCase(a), model::foldCase(b));
}

bool SearchFilter::matches(const PropertyMap& properties) const {
    const auto found = properties.find(field->name);
    const bool has = found != properties.end();
    const std::string& present = has ? found->second : value;
    switch (op) {
        case Operator::HasProperty:
            return has;
        case Operator::NotHasProperty:
            return !has;
        case Operator::Eq:
            return has && equalsOne(*field, present, value);
        case Operator::Neq:
            return !has || !equalsOne(*field, present, value);
        case Operator::Lt:
            return has && compareValues(*field, present, value) < 0;
        case Operator::Lte:
            return has && compareValues(*field, present, value) <= 0;
        case Operator::Gt:
            return has && compareValues(*field, present, value) > 0;
        case Operator::Gte:
            return has && compareValues(*field, present, value) >= 0;
        case Operator::Between:
            return has && compareValues(*field, present, value) >= 0 && compareValues(*field, present, highValue) <= 0;
        case Operator::In:
            return has && isIn(*field, present, values);
        case Operator::NotIn:
            return !has || !isIn(*field, present, values);
        case Operator::ContainsToken:
            return has && containsTokens(present, value);
        case Operator::NotContainsToken:
            return !has || !containsTokens(present, value);
    }
    return false;
}

Checked<FilterGroups> readFilterGroups(model::ObjectKind kind, const json::object& body) {
    FilterGroups groups;
    const json::array* list = arrayMember(body, "filterGroups");
    if (list == nullptr)
        return groups;
    if (list->size() > kMostGroups)
        return invalid("Too many filter groups: the maximum is " + std::to_string(kMostGroups));
    std::size_t inAll = 0;
    for (const json::value& item : *list) {
        const json::object* group = item.if_object();
        const json::array* filters = group == nullptr ? nullptr : arrayMember(*group, "filters");
        if (filters == nullptr)
            return unreadable("filterGroups");
        inAll += filters->size();
        if (filters->size() > kMostFilters || inAll > kMostInAll)
            return invalid("Too many filters: the maximum is " + std::to_string(kMostFilters) + " in a group and "
                           + std::to_string(kMostInAll) + " in all");
        std::vector<SearchFilter>& read = groups.emplace_back();
        for (const json::value& filter : *filters) {
            TRY_ASSIGN(SearchFilter one, readFilter(kind, filter));
            read.push_back(std::move(one));
        }
    }
    return groups;
}

bool matchesAny(const FilterGroups& groups, const PropertyMap& properties) {
    const auto all = [&](const std::vector<SearchFilter>& group) {
        return std::all_of(group.begin(), group.end(),
                           [&](const SearchFilter& filter) { return filter.matches(properties); });
    };
    return groups.empty() || std::any_of(groups.begin(), groups.end(), all);
}

bool matchesQuery(const PropertyMap& properties, const std::string& query) {
    std::string text;
    for (const std::string_view name : {"firstname", "lastname", "email", "hs_additional_emails", "phone",
                                        "mobilephone", "name", "domain", "website"}) {
        const auto found = properties.find(name);
        if (found != properties.end())
            text += found->second + " ";
    }
    const std::vector<std::string> have = tokensOf(text);
    const std::vector<std::string> wanted = tokensOf(query);
    return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& token) {
        return std::any_of(have.begin(), have.end(), [&](const std::string& one) { return one.starts_with(token); });
    });
}

}  // namespace syncline::sandbox::hubspot
