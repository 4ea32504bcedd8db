#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace syncline::connectors::hubspot {

namespace json = boost::json;

/// Members of answers, read without trust: what is missing or of another kind is "none". HubSpot writes ids as numbers
/// in some families and as text in others, so that both are taken as text.

[[nodiscard]] std::optional<std::string> textOf(const json::value& value);
[[nodiscard]] std::optional<std::string> textMember(const json::object& object, std::string_view name);
/// "" when there is none.
[[nodiscard]] std::string textOrEmpty(const json::object& object, std::string_view name);
[[nodiscard]] bool flagMember(const json::object& object, std::string_view name);
/// Null when there is none.
[[nodiscard]] const json::array* arrayMember(const json::object& object, std::string_view name);
[[nodiscard]] const json::object* objectMember(const json::object& object, std::string_view name);
/// The texts of a list; one text counts as a list of one.
[[nodiscard]] std::vector<std::string> textList(const json::object& object, std::string_view name);

[[nodiscard]] json::array jsonList(const std::vector<std::string>& texts);
/// None when the text is not one JSON object.
[[nodiscard]] std::optional<json::object> parseObject(std::string_view text);
[[nodiscard]] std::optional<std::int64_t> wholeNumber(std::string_view text);

}  // namespace syncline::connectors::hubspot
