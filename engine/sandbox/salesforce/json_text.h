#pragma once

#include "engine/http_server/http.h"

#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

namespace syncline::sandbox::salesforce {

/// JSON text as the service writes it: fractions in plain decimals ("12.5"), where Boost.JSON would write 1.25E1.
[[nodiscard]] std::string jsonText(const boost::json::value& value);

[[nodiscard]] http_server::Response jsonResponse(int status, const boost::json::value& body);

/// True for UTF-8 without NUL: what a field can hold and JSON can carry.
[[nodiscard]] bool isText(std::string_view bytes);
/// Null when it is no JSON or is nested too deeply.
[[nodiscard]] std::optional<boost::json::value> parseJson(std::string_view text);

/// The text of a member; nullopt when it is absent or no text.
[[nodiscard]] std::optional<std::string> textMember(const boost::json::object& object, std::string_view name);
[[nodiscard]] bool trueMember(const boost::json::object& object, std::string_view name);

}  // namespace syncline::sandbox::salesforce
