#include "engine/sandbox/salesforce/bayeux.h"

#include "engine/sandbox/model/folding.h"
#include "engine/sandbox/salesforce/json_text.h"

#include <algorithm>
#include <charconv>

namespace syncline::sandbox::salesforce {
namespace json = boost::json;
namespace {

json::string_view view(std::string_view text) {
    return {text.data(), text.size()};
}

}  // namespace

namespace bayeux {

json::object success(const json::object& request) {
    json::object reply;
    for (const char* name : {"id", "channel", "clientId", "subscription"}) {
        if (const json::value* member = request.if_contains(name))
            reply[name] = *member;
    }
    reply["successful"] = true;
    return reply;
}

json::object failure(const json::object& request, std::string_view error) {
    json::object reply = success(request);
    reply["successful"] = false;
    reply["error"] = view(error);
    return reply;
}

json::object failure(const json::object& request, std::string_view error, std::string_view reconnect) {
    json::object reply = failure(request, error);
    reply["advice"] = advice(reconnect);
    return reply;
}

json::object denied(const json::object& request, std::string_view reason) {
    json::object reply = failure(request, "403::Handshake denied");
    reply["ext"] = json::object{{"sfdc", json::object{{"failureReason", view(reason)}}}};
    reply["advice"] = json::object{{"reconnect", "none"}};
    return reply;
}

json::object unknownClient(const json::object& request) {
    json::object reply = failure(request, "403::Unknown client", "handshake");
    reply.erase("clientId");
    return reply;
}

json::object advice(std::string_view reconnect) {
    return {{"reconnect", view(reconnect)}, {"interval", 0}};
}

int statusOf(const json::object& message) {
    const std::string error = textMember(message, "error").value_or("");
    int status = 200;
    std::from_chars(error.data(), error.data() + error.size(), status);
    return status;
}

}  // namespace bayeux

std::optional<std::string> cookie(std::string_view header, std::string_view name) {
    while (!header.empty()) {
        const std::size_t end = std::min(header.find(';'), header.size());
        const std::string_view part = model::trim(header.substr(0, end));
        if (part.size() > name.size() && part.starts_with(name) && part[name.size()] == '=')
            return std::string(part.substr(name.size() + 1));
        header.remove_prefix(std::min(end + 1, header.size()));
    }
    return std::nullopt;
}

}  // namespace syncline::sandbox::salesforce
