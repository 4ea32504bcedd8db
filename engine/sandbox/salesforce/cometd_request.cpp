#include "engine/sandbox/salesforce/cometd_request.h"

#include "engine/sandbox/salesforce/json_text.h"
#include "engine/sandbox/salesforce/rest_call.h"

#include <algorithm>
#include <cmath>

namespace syncline::sandbox::salesforce {
namespace json = boost::json;

std::vector<json::object> messagesOf(std::string_view body) {
    std::vector<json::object> messages;
    std::optional<json::value> value = parseJson(body);
    if (!value)
        return messages;
    if (value->is_object())
        return {std::move(value->get_object())};
    if (!value->is_array())
        return messages;
    for (json::value& one : value->get_array()) {
        if (!one.is_object())
            return {};
        messages.push_back(std::move(one.get_object()));
    }
    return messages;
}

std::optional<std::string> versionError(std::string_view path) {
    const std::vector<std::string> segments = pathSegments(path);
    if (segments.size() < 2)
        return "400::API version in the URI is mandatory. URI format: '/cometd/66.0'";
    const std::optional<int> version = parseVersion("v" + segments[1]);
    if (!version || *version < kOldestStreaming || *version > kNewestVersion)
        return "400::Unsupported API version '" + segments[1] + "'. The lowest supported version is 37.0";
    return std::nullopt;
}

bool offersLongPolling(const json::object& handshake) {
    const json::value* types = handshake.if_contains("supportedConnectionTypes");
    if (types == nullptr || !types->is_array())
        return false;
    const json::array& list = types->get_array();
    return std::any_of(list.begin(), list.end(), [](const json::value& type) { return type == "long-polling"; });
}

bool wantsAnswerAtOnce(const json::object& connect) {
    const json::value* advice = connect.if_contains("advice");
    const json::value* timeout =
        advice != nullptr && advice->is_object() ? advice->get_object().if_contains("timeout") : nullptr;
    return timeout != nullptr && timeout->is_number() && timeout->to_number<double>() <= 0;
}

const json::value* replayOf(const json::object& subscribe, const std::string& channel) {
    const json::value* ext = subscribe.if_contains("ext");
    const json::value* map = ext != nullptr && ext->is_object() ? ext->get_object().if_contains("replay") : nullptr;
    return map != nullptr && map->is_object() ? map->get_object().if_contains(channel) : nullptr;
}

std::optional<std::int64_t> replayNumber(const json::value& replay) {
    constexpr double kMost = 9.2e18;
    if (replay.is_int64())
        return replay.get_int64();
    if (replay.is_double() && std::abs(replay.get_double()) < kMost)
        return static_cast<std::int64_t>(replay.get_double());
    return std::nullopt;
}

}  // namespace syncline::sandbox::salesforce
