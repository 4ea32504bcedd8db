#include "engine/connectors/salesforce/org_lookup.h"

#include "engine/connectors/salesforce/api_errors.h"

#include <utility>

#include <boost/json.hpp>

namespace syncline::connectors::salesforce {
namespace {

namespace json = boost::json;

constexpr const char* kOperation = "sign in to Salesforce";

std::string text(const json::object& object, const char* name) {
    const json::value* member = object.if_contains(name);
    return member != nullptr && member->is_string() ? std::string(member->get_string()) : std::string();
}

base::Result<OrgAndUser> orgAndUser(const HttpAnswer& answer) {
    const auto* response = std::get_if<HttpResponse>(&answer);
    if (response == nullptr || response->status >= 500 || response->status == 401)
        return errorOf(answer, kOperation, "");
    if (response->status == 403 && response->body.find("Bad_OAuth_Token") != std::string::npos)
        return base::Error{base::ErrorCode::Unauthenticated, kOperation, "", tokenRefused(response->body),
                           kTokenRefusedHint};
    json::error_code error;
    const json::value body = json::parse(response->body, error);
    if (response->status == 200 && !error && body.is_object())
        return OrgAndUser{text(body.get_object(), "organization_id"), text(body.get_object(), "user_id")};
    if (response->status >= 400)
        return OrgAndUser{};
    return base::Error{base::ErrorCode::ProtocolViolation, kOperation, "",
                       "userinfo answers what is no JSON object, with HTTP status " + std::to_string(response->status),
                       "Check the address of the connection."};
}

}  // namespace

void lookUpOrg(ApiCalls& calls, std::function<void(base::Result<OrgAndUser>)> done) {
    ApiRequest request;
    request.path = "/services/oauth2/userinfo";
    request.timeout = std::chrono::seconds(30);
    calls.call(std::move(request), [done = std::move(done)](const HttpAnswer& answer) { done(orgAndUser(answer)); });
}

}  // namespace syncline::connectors::salesforce
