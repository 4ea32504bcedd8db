#include "engine/sandbox/hubspot/json_access.h"

#include <array>
#include <charconv>

namespace syncline::sandbox::hubspot {
namespace {

/// The shortest decimal that reads back the same, never with an exponent.
std::string decimalText(double number) {
    std::array<char, 512> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    return error == std::errc{} ? std::string(text.data(), end) : std::string("0");
}

}  // namespace

std::optional<std::string> textOf(const json::value& value) {
    if (value.is_string())
        return std::string(value.get_string());
    if (value.is_bool() || value.is_int64() || value.is_uint64())
        return json::serialize(value);
    if (value.is_double())
        return decimalText(value.get_double());
    return std::nullopt;
}

std::optional<std::string> textMember(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value == nullptr ? std::nullopt : textOf(*value);
}

std::optional<std::int64_t> wholeNumber(std::string_view text) {
    std::int64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && stop == end && !text.empty() ? std::optional(value) : std::nullopt;
}

std::optional<std::int64_t> numberMember(const json::object& object, std::string_view name) {
    const std::optional<std::string> text = textMember(object, name);
    return text ? wholeNumber(*text) : std::nullopt;
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
    if (const json::array* list = arrayMember(object, name)) {
        for (const json::value& item : *list) {
            if (const auto text = textOf(item))
                texts.push_back(*text);
        }
    }
    return texts;
}

json::array jsonList(const std::vector<std::string>& texts) {
    json::array list;
    for (const std::string& text : texts)
        list.emplace_back(text);
    return list;
}

json::array jsonList(const std::string& text) {
    json::array list;
    list.emplace_back(text);
    return list;
}

json::value idNumber(const std::string& id) {
    const std::optional<std::int64_t> number = wholeNumber(id);
    return number ? json::value(*number) : json::value(id);
}

Checked<json::object> parseObject(std::string_view body) {
    json::error_code error;
    json::value value = json::parse({body.data(), body.size()}, error);
    if (error)
        return Problem{.status = 400, .category = {}, .message = "Invalid input JSON: " + error.message()};
    if (!value.is_object())
        return unreadable("type object");
    return std::move(value.get_object());
}

json::object parseStored(const std::string& text) {
    json::error_code error;
    json::value value = json::parse(text, error);
    return error || !value.is_object() ? json::object{} : std::move(value.get_object());
}

}  // namespace syncline::sandbox::hubspot
