#include "engine/sandbox/salesforce/json_text.h"

#include <array>
#include <charconv>

namespace syncline::sandbox::salesforce {
namespace json = boost::json;
namespace {

std::string decimalText(double number) {
    std::array<char, 400> buffer{};
    const auto [end, error] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed);
    std::string text(buffer.data(), end);
    return text.find('.') == std::string::npos ? text + ".0" : text;
}

void append(std::string& out, const json::value& value) {
    if (const json::object* object = value.if_object()) {
        out += '{';
        bool first = true;
        for (const auto& [key, member] : *object) {
            out += first ? "" : ",";
            first = false;
            out += json::serialize(json::string_view(key)) + ":";
            append(out, member);
        }
        out += '}';
    } else if (const json::array* array = value.if_array()) {
        out += '[';
        bool first = true;
        for (const json::value& element : *array) {
            out += first ? "" : ",";
            first = false;
            append(out, element);
        }
        out += ']';
    } else if (value.is_double()) {
        out += decimalText(value.get_double());
    } else {
        out += json::serialize(value);
    }
}

}  // namespace

std::string jsonText(const json::value& value) {
    std::string out;
    append(out, value);
    return out;
}

http_server::Response jsonResponse(int status, const json::value& body) {
    return {status, {{"Content-Type", "application/json;charset=UTF-8"}}, jsonText(body)};
}

std::optional<json::value> parseJson(std::string_view text) {
    boost::system::error_code error;
    json::value value = json::parse(json::string_view(text.data(), text.size()), error);
    if (error)
        return std::nullopt;
    return value;
}

bool isText(std::string_view bytes) {
    return bytes.find('\0') == std::string_view::npos
           && parseJson(json::serialize(json::string_view(bytes.data(), bytes.size()))).has_value();
}

std::optional<std::string> textMember(const json::object& object, std::string_view name) {
    const json::value* member = object.if_contains(json::string_view(name.data(), name.size()));
    if (member == nullptr || !member->is_string())
        return std::nullopt;
    const json::string& text = member->get_string();
    return std::string(text.data(), text.size());
}

bool trueMember(const json::object& object, std::string_view name) {
    const json::value* member = object.if_contains(json::string_view(name.data(), name.size()));
    return member != nullptr && member->is_bool() && member->get_bool();
}

}  // namespace syncline::sandbox::salesforce
