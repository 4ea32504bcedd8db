#include "engine/connectors/salesforce/soql.h"

#include "engine/base/time_format.h"
#include "engine/connectors/salesforce/canonical_text.h"

#include <algorithm>

namespace syncline::connectors::salesforce::soql {
namespace {

constexpr std::size_t kLongestQuery = 8000;  // as it stands in the URL

bool isAlphanumeric(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

std::string quoted(std::string_view value) {
    std::string text = "'";
    for (const char c : value) {
        switch (c) {
            case '\'':
            case '\\':
                text += '\\';
                text += c;
                break;
            case '\n':
                text += "\\n";
                break;
            case '\r':
                text += "\\r";
                break;
            case '\t':
                text += "\\t";
                break;
            default:
                text += c;
        }
    }
    text += '\'';
    return text;
}

bool isDate(std::string_view value) {
    constexpr std::size_t kLength = 10;
    std::string midnight(value);
    midnight += "T00:00:00Z";
    return value.size() == kLength && base::parseIso8601(midnight).has_value();
}

}  // namespace

std::optional<std::string> literal(std::string_view value, mapping::Comparison comparison) {
    value = trimmed(value);
    if (value.empty())
        return std::nullopt;
    switch (comparison) {
        case mapping::Comparison::Number:
            return isNumber(value) ? std::optional(plainNumber(value)) : std::nullopt;
        case mapping::Comparison::Boolean:
            return value == "true" || value == "false" ? std::optional(std::string(value)) : std::nullopt;
        case mapping::Comparison::Date:
            return isDate(value) ? std::optional(std::string(value)) : std::nullopt;
        case mapping::Comparison::Instant: {
            const auto time = base::parseIso8601(value);
            return time ? std::optional(base::formatIso8601(*time)) : std::nullopt;
        }
        default:
            return quoted(value);
    }
}

bool isName(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return isAlphanumeric(c) || c == '_'; });
}

std::string percentEncoded(std::string_view text) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    constexpr std::string_view kPlain = "-._~";
    std::string encoded;
    for (const char c : text) {
        if (isAlphanumeric(c) || kPlain.find(c) != std::string_view::npos) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += kHex[byte >> 4U];
        encoded += kHex[byte & 15U];
    }
    return encoded;
}

std::vector<std::string> queries(const Lookup& lookup, const std::vector<std::string>& values) {
    std::string start = "SELECT ";
    for (const std::string& field : lookup.fields)
        start += (field == lookup.fields.front() ? "" : ",") + field;
    start += " FROM " + lookup.object + " WHERE " + lookup.field + " IN (";
    const std::size_t startLength = percentEncoded(start).size();
    std::vector<std::string> queries;
    std::size_t length = 0;
    for (const std::string& value : values) {
        const std::optional<std::string> text = literal(value, lookup.comparison);
        if (!text)
            continue;
        const std::size_t added = percentEncoded(*text).size() + 3;
        if (queries.empty() || length + added > kLongestQuery) {
            queries.push_back(start + *text);
            length = startLength + added;
            continue;
        }
        queries.back() += "," + *text;
        length += added;
    }
    for (std::string& query : queries)
        query += ")";
    return queries;
}

}  // namespace syncline::connectors::salesforce::soql
