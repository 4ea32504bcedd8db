#include "engine/sandbox/model/folding.h"

#include <algorithm>

namespace syncline::sandbox::model {

std::string foldCase(std::string_view text) {
    std::string folded(text);
    std::transform(folded.begin(), folded.end(), folded.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return folded;
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r\n\v\f";
    const std::size_t first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::vector<std::string> splitOptions(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(';'), text.size());
        if (const std::string_view part = trim(text.substr(0, end)); !part.empty())
            parts.emplace_back(part);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

std::string joinOptions(const std::vector<std::string>& options) {
    std::string text;
    for (const std::string& option : options)
        text += (text.empty() ? "" : ";") + option;
    return text;
}

std::string uniqueKey(ObjectKind kind, std::string_view field, std::string_view value) {
    return std::string(kind == ObjectKind::Contact ? "contact/" : "company/") + std::string(field) + "/"
           + foldCase(value);
}

std::vector<std::string> uniqueKeys(const ObjectSchema& schema, const Record& record) {
    std::vector<std::string> keys;
    for (const FieldSchema& field : schema.fields) {
        if (!field.unique)
            continue;
        if (const Value value = record.value(field.name))
            keys.push_back(uniqueKey(record.object, field.name, *value));
    }
    if (const Value more = record.value("hs_additional_emails")) {
        for (const std::string& email : splitOptions(*more))
            keys.push_back(uniqueKey(record.object, "email", email));
    }
    return keys;
}

}  // namespace syncline::sandbox::model
