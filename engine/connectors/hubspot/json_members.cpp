#include "engine/connectors/hubspot/json_members.h"

#include <charconv>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace syncline::connectors::hubspot {

std::optional<std::string> textOf(const json::value& value) {
    if (value.is_string())
        return std::string(value.get_string());
    if (value.is_bool() || value.is_number())
        return json::serialize(value);
    return std::nullopt;
}

std::optional<std::string> textMember(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value == nullptr ? std::nullopt : textOf(*value);
}

std::string textOrEmpty(const json::object& object, std::string_view name) {
    std::optional<std::string> text = textMember(object, name);
    return text ? *std::move(text) : std::string();
}

bool flagMember(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value != nullptr && value->is_bool() && value->get_bool();
}

const json::array* arrayMember(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value == nullptr ? nullptr : value->if_array();
}

const json::object* objectMember(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value == nullptr ? nullptr : value->if_object();
}

std::vector<std::string> textList(const json::object& object, std::string_view name) {
    std::vector<std::string> texts;
    const json::array* list = arrayMember(object, name);
    if (list == nullptr) {
        if (std::optional<std::string> one = textMember(object, name))
            texts.push_back(*std::move(one));
        return texts;
    }
    for (const json::value& item : *list) {
        if (std::optional<std::string> text = textOf(item))
            texts.push_back(*std::move(text));
    }
    return texts;
}

json::array jsonList(const std::vector<std::string>& texts) {
    json::array list;
    for (const std::string& text : texts)
        list.emplace_back(text);
    return list;
}

std::optional<json::object> parseObject(std::string_view text) {
    boost::system::error_code failed;
    json::value value = json::parse(text, failed);
    if (failed || !value.is_object())
        return std::nullopt;
    return std::move(value.get_object());
}

std::optional<std::int64_t> wholeNumber(std::string_view text) {
    std::int64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && stop == end && !text.empty() ? std::optional(value) : std::nullopt;
}

}  // namespace syncline::connectors::hubspot
