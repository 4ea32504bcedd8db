#include "engine/sandbox/salesforce/rest_call.h"

#include "engine/sandbox/model/folding.h"
#include "engine/sandbox/salesforce/json_text.h"

#include <algorithm>
#include <charconv>

namespace syncline::sandbox::salesforce {
namespace json = boost::json;

std::optional<std::string> RestCall::parameter(std::string_view name) const {
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const http_server::Header& one) { return one.name == name; });
    return found == parameters.end() ? std::nullopt : std::optional(found->value);
}

int RestCall::majorVersion() const {
    return parseVersion("v" + version).value_or(0);
}

Checked<json::object> RestCall::bodyObject() const {
    const std::string type = model::foldCase(request->header("Content-Type").value_or("application/json"));
    if (!type.starts_with("application/json"))
        return ApiError{415, "UNSUPPORTED_MEDIA_TYPE", "Content type " + type + " not supported", {}};
    std::optional<json::value> body = parseJson(request->body);
    if (!body)
        return malformedJson("The HTTP entity body is required, but this request has no valid JSON");
    if (!body->is_object())
        return malformedJson("Cannot deserialize instance of sobject from START_ARRAY value");
    return std::move(body->get_object());
}

std::vector<std::string> pathSegments(std::string_view path) {
    std::vector<std::string> segments;
    while (!path.empty()) {
        path.remove_prefix(path.front() == '/' ? 1 : 0);
        const std::size_t end = std::min(path.find('/'), path.size());
        segments.push_back(http_server::percentDecode(path.substr(0, end), false));
        path.remove_prefix(end);
    }
    while (!segments.empty() && segments.back().empty())
        segments.pop_back();
    return segments;
}

std::string clientOption(std::string_view header) {
    if (!isText(header))
        return {};
    while (!header.empty()) {
        const std::size_t end = std::min(header.find_first_of(";,"), header.size());
        const std::string_view part = model::trim(header.substr(0, end));
        constexpr std::string_view kKey = "client=";
        if (part.starts_with(kKey))
            return std::string(part.substr(kKey.size()));
        header.remove_prefix(std::min(end + 1, header.size()));
    }
    return {};
}

std::optional<int> parseVersion(std::string_view text) {
    if (!text.starts_with('v') || !text.ends_with(".0"))
        return std::nullopt;
    text = text.substr(1, text.size() - 3);
    int version = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
    const bool whole = error == std::errc{} && end == text.data() + text.size() && version > 0;
    return whole ? std::optional(version) : std::nullopt;
}

}  // namespace syncline::sandbox::salesforce
