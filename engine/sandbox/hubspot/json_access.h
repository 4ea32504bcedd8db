#pragma once

#include "engine/sandbox/hubspot/reply.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::sandbox::hubspot {

/// Text as it is, numbers and booleans as text; nullopt for anything else, as for a member that is not there.
[[nodiscard]] std::optional<std::string> textOf(const json::value& value);
[[nodiscard]] std::optional<std::string> textMember(const json::object& object, std::string_view name);
/// A whole number, also as text.
[[nodiscard]] std::optional<std::int64_t> numberMember(const json::object& object, std::string_view name);
[[nodiscard]] bool flagMember(const json::object& object, std::string_view name);
/// Null when there is no such member or it is of another kind.
[[nodiscard]] const json::array* arrayMember(const json::object& object, std::string_view name);
[[nodiscard]] const json::object* objectMember(const json::object& object, std::string_view name);
/// The texts of an array member; empty when there is none.
[[nodiscard]] std::vector<std::string> textList(const json::object& object, std::string_view name);
[[nodiscard]] json::array jsonList(const std::vector<std::string>& texts);
/// The same as a list of one.
[[nodiscard]] json::array jsonList(const std::string& text);

/// A record id as the JSON number that some answers want; as text when it is none.
[[nodiscard]] json::value idNumber(const std::string& id);
[[nodiscard]] std::optional<std::int64_t> wholeNumber(std::string_view text);

/// A request body that must be an object.
[[nodiscard]] Checked<json::object> parseObject(std::string_view body);
/// A stored value of ours; an empty object when it does not parse.
[[nodiscard]] json::object parseStored(const std::string& text);

}  // namespace syncline::sandbox::hubspot
