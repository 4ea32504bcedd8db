#include "engine/connectors/token_answer.h"

#include <algorithm>
#include <string_view>

#include <boost/json.hpp>

namespace syncline::connectors {

namespace {

namespace json = boost::json;
using base::ErrorCode;

constexpr std::size_t kWords = 300;  ///< of the server's are kept
constexpr std::string_view kInvalidClient = "invalid_client";
/// Of an access token: no more is believed.
constexpr std::chrono::seconds kLongestLife = std::chrono::hours(24 * 366 * 10);

std::string_view textOf(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    const json::string* text = value ? value->if_string() : nullptr;
    return text ? std::string_view(*text) : std::string_view();
}

json::object objectOf(const std::string& body) {
    json::error_code error;
    const json::value value = json::parse(body, error);
    return !error && value.is_object() ? value.get_object() : json::object();
}

std::string nameOf(core::Side side) {
    return side == core::Side::Salesforce ? "Salesforce" : "HubSpot";
}

struct Verdict {
    ErrorCode code = ErrorCode::PermissionDenied;
    std::string hint;
};

Verdict signInAgain(core::Side side) {
    return {ErrorCode::Unauthenticated, "sign in to " + nameOf(side) + " again"};
}

Verdict verdictOn(core::Side side, std::string_view error, std::string_view status, int http) {
    if (error == "invalid_grant" || status == "BAD_REFRESH_TOKEN")
        return signInAgain(side);
    if (error == kInvalidClient)
        return {ErrorCode::Unauthenticated, "check clientId in the workspace, and the client secret"};
    if (error == "invalid_client_id" || error == "unauthorized_client" || status == "BAD_CLIENT_ID")
        return {ErrorCode::InvalidArgument, "check clientId in the workspace, and the client secret"};
    if (error == "invalid_scope" || status == "BAD_SCOPES")
        return {ErrorCode::InvalidArgument, "check the scopes of the app, and that the account has the feature"};
    if (error == "unsupported_grant_type" || error == "invalid_request" || error == "redirect_uri_mismatch")
        return {ErrorCode::InvalidArgument, "check the OAuth settings of the app in " + nameOf(side)};
    if (error == "inactive_user" || error == "inactive_org")
        return {ErrorCode::PermissionDenied, "ask an administrator to activate the user or org"};
    if (error == "rate_limit_exceeded" || http == 429)
        return {ErrorCode::RateLimited, "too many sign-ins; it is tried again later"};
    if (error.empty() && http == 401)
        return signInAgain(side);
    return {ErrorCode::PermissionDenied, "ask an administrator of " + nameOf(side)};
}

base::Error refusal(core::Side side, const HttpResponse& response, const std::string& object, const Mask& mask) {
    const json::object body = objectOf(response.body);
    const std::string_view error = textOf(body, "error");
    const std::string_view status = textOf(body, "status");
    // Masked before it is cut: half a secret is found by nothing.
    const auto masked = [&mask](std::string_view text) {
        std::string kept(text);
        mask(kept);
        return kept.substr(0, kWords);
    };
    std::string words = masked(error.empty() ? status : error);
    const std::string more = masked(textOf(body, body.contains("error_description") ? "error_description" : "message"));
    if (!more.empty())
        words += (words.empty() ? "" : ", ") + more;
    const std::string plain = words;
    words += (words.empty() ? "no reason given (HTTP " : " (HTTP ") + std::to_string(response.status) + ")";
    if (response.status >= 500)
        return {ErrorCode::Unavailable, "renew the sign-in", object, std::move(words), {}};
    const bool isRefusal = response.status >= 400 && (!body.empty() || response.status != 404);
    if (!isRefusal) {
        return {ErrorCode::ProtocolViolation, "renew the sign-in", object, std::move(words),
                "check baseUrl and apiVersion of the connection"};
    }
    Verdict verdict = verdictOn(side, error, status, response.status);
    if (verdict.code == ErrorCode::Unauthenticated && !plain.empty())
        words = plain;
    return {verdict.code, "renew the sign-in", object, std::move(words), std::move(verdict.hint)};
}

}  // namespace

bool refusesClient(const HttpResponse& response) {
    return textOf(objectOf(response.body), "error") == kInvalidClient;
}

base::Result<Issued> readTokenAnswer(core::Side side, const HttpResponse& response, const std::string& object,
                                     const Mask& mask) {
    if (response.status != 200)
        return refusal(side, response, object, mask);
    const json::object body = objectOf(response.body);
    Issued issued;
    issued.accessToken = textOf(body, "access_token");
    if (issued.accessToken.empty()) {
        return base::Error{ErrorCode::ProtocolViolation, "renew the sign-in", object,
                           "the answer holds no access_token", "check baseUrl and apiVersion of the connection"};
    }
    if (const std::string_view refresh = textOf(body, "refresh_token"); !refresh.empty())
        issued.refreshToken = std::string(refresh);
    issued.apiBase = textOf(body, "instance_url");
    if (const json::value* lifetime = body.if_contains("expires_in"); lifetime && lifetime->is_int64())
        issued.lifetime =
            std::clamp(std::chrono::seconds(lifetime->get_int64()), std::chrono::seconds(0), kLongestLife);
    return issued;
}

}  // namespace syncline::connectors
