#include "engine/sandbox/salesforce/oauth.h"

#include "engine/sandbox/digests.h"
#include "engine/sandbox/model/folding.h"
#include "engine/sandbox/salesforce/base64.h"
#include "engine/sandbox/salesforce/json_text.h"

#include <algorithm>

namespace syncline::sandbox::salesforce {
namespace json = boost::json;
namespace {

std::string field(const std::vector<http_server::Header>& form, std::string_view name) {
    const auto found =
        std::find_if(form.begin(), form.end(), [&](const http_server::Header& one) { return one.name == name; });
    return found == form.end() ? "" : found->value;
}

http_server::Response redirect(std::string uri, const std::vector<http_server::Header>& parameters) {
    char separator = uri.find('?') == std::string::npos ? '?' : '&';
    for (const http_server::Header& one : parameters) {
        if (one.value.empty())
            continue;
        uri += separator + one.name + "=" + http_server::percentEncode(one.value);
        separator = '&';
    }
    return {302, {{"Location", uri}, {"Cache-Control", "no-store"}}, {}};
}

bool isLoopback(std::string_view uri, std::string_view host) {
    const std::string start = "http://" + std::string(host);
    if (!uri.starts_with(start))
        return false;
    uri.remove_prefix(start.size());
    return uri.empty() || uri.front() == ':' || uri.front() == '/';
}

/// The part between the dots, decoded.
std::optional<json::object> jwtClaims(std::string_view token) {
    const std::size_t first = token.find('.');
    const std::size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
    if (second == std::string_view::npos)
        return std::nullopt;
    const auto payload = decodeBase64(token.substr(first + 1, second - first - 1));
    std::optional<json::value> claims = payload ? parseJson(*payload) : std::nullopt;
    if (!claims || !claims->is_object())
        return std::nullopt;
    return std::move(claims->get_object());
}

/// A confidential client may send its credentials as Basic authentication.
void addBasicCredentials(const http_server::Request& request, std::vector<http_server::Header>& form) {
    const std::string header(request.header("Authorization").value_or(""));
    if (!header.starts_with("Basic ") || !field(form, "client_id").empty())
        return;
    const std::string pair = decodeBase64(std::string_view(header).substr(6)).value_or("");
    const std::size_t colon = std::min(pair.find(':'), pair.size());
    form.push_back({"client_id", pair.substr(0, colon)});
    form.push_back({"client_secret", pair.substr(std::min(colon + 1, pair.size()))});
}

}  // namespace

std::string baseUrl(const http_server::Request& request) {
    const std::string host(request.header("Host").value_or("127.0.0.1"));
    return (request.secure ? "https://" : "http://") + host;
}

std::string accessTokenOf(const http_server::Request& request) {
    const std::string_view header = request.header("Authorization").value_or("");
    for (const std::string_view scheme : {"bearer ", "oauth "}) {
        if (model::foldCase(header.substr(0, scheme.size())) == scheme)
            return std::string(model::trim(header.substr(scheme.size())));
    }
    return {};
}

http_server::Response oauthError(const Org& org, std::string_view error, std::string_view description) {
    const json::object body{{"error", json::string_view(error.data(), error.size())},
                            {"error_description", json::string_view(description.data(), description.size())}};
    return jsonResponse(org.dialect("token-error-401") ? 401 : 400, body);
}

http_server::Response OAuth::authorize(const http_server::Request& request) {
    const Form query = http_server::parseForm(request.query());
    const std::string redirectUri = field(query, "redirect_uri");
    const std::string state = field(query, "state");
    if (field(query, "client_id") != m_org.options().clientId)
        return oauthError(m_org, "invalid_client_id", "client identifier invalid");
    if (!isRegistered(redirectUri))
        return oauthError(m_org, "redirect_uri_mismatch", "redirect_uri must match configuration");
    if (field(query, "response_type") != "code")
        return redirect(redirectUri, {{"error", "unsupported_response_type"},
                                      {"error_description", "response type not supported"},
                                      {"state", state}});
    const std::string method = field(query, "code_challenge_method");
    if (!method.empty() && method != "S256")
        return redirect(
            redirectUri,
            {{"error", "invalid_request"}, {"error_description", "invalid code challenge method"}, {"state", state}});
    if (field(query, "deny") == "1")
        return redirect(
            redirectUri,
            {{"error", "access_denied"}, {"error_description", "end-user denied authorization"}, {"state", state}});
    const std::string scope = field(query, "scope").empty() ? "api refresh_token" : field(query, "scope");
    const std::string code = m_grants.newCode({redirectUri, scope, field(query, "code_challenge")});
    m_org.context().changed();
    return redirect(redirectUri, {{"code", code}, {"state", state}});
}

http_server::Response OAuth::token(const http_server::Request& request) {
    if (request.method != "POST")
        return oauthError(m_org, "invalid_request", "must use HTTP POST");
    Form form = http_server::parseForm(request.body);
    addBasicCredentials(request, form);
    const std::string grantType = field(form, "grant_type");
    if (grantType == "urn:ietf:params:oauth:grant-type:jwt-bearer")
        return byJwt(request, form);
    if (grantType != "client_credentials" && grantType != "refresh_token" && grantType != "authorization_code")
        return oauthError(m_org, "unsupported_grant_type", "grant type not supported");
    if (field(form, "client_id") != m_org.options().clientId)
        return oauthError(m_org, "invalid_client_id", "client identifier invalid");
    const std::string secret = field(form, "client_secret");
    const bool needed = grantType == "client_credentials";
    if ((needed || !secret.empty()) && secret != m_org.options().clientSecret)
        return oauthError(m_org, "invalid_client", "invalid client credentials");
    if (grantType == "client_credentials")
        return issued(request, m_grants.signIn("api", false), false);
    return grantType == "refresh_token" ? byRefreshToken(request, form) : byCode(request, form);
}

http_server::Response OAuth::revoke(const http_server::Request& request) {
    const Form form =
        http_server::parseForm(request.method == "POST" ? std::string_view(request.body) : request.query());
    if (!m_grants.revoke(field(form, "token")))
        return oauthError(m_org, "invalid_token", "invalid token: the token is unknown or revoked");
    m_org.context().changed();
    return {200, {}, {}};
}

http_server::Response OAuth::byCode(const http_server::Request& request, const Form& form) {
    const auto code = m_grants.takeCode(field(form, "code"));
    m_org.context().changed();
    if (!code)
        return oauthError(m_org, "invalid_grant", "expired authorization code");
    if (code->redirectUri != field(form, "redirect_uri"))
        return oauthError(m_org, "redirect_uri_mismatch", "redirect_uri must match configuration");
    const std::string verifier = field(form, "code_verifier");
    if (!code->challenge.empty() && sha256Base64Url(verifier) != code->challenge) {
        const bool wrong = !verifier.empty() && m_org.dialect("wrong-verifier-invalid-request");
        return oauthError(m_org, wrong ? "invalid_request" : "invalid_grant", "invalid code verifier");
    }
    if (code->challenge.empty() && field(form, "client_secret").empty())
        return oauthError(m_org, "invalid_client", "invalid client credentials");
    const bool lasting = code->scope.find("refresh_token") != std::string::npos
                         || code->scope.find("offline_access") != std::string::npos;
    return issued(request, m_grants.signIn(code->scope, lasting), lasting);
}

http_server::Response OAuth::byRefreshToken(const http_server::Request& request, const Form& form) {
    const auto tokens = m_grants.refresh(field(form, "refresh_token"));
    if (!tokens) {
        m_org.context().changed();
        return oauthError(m_org, "invalid_grant", "expired access/refresh token");
    }
    return issued(request, *tokens, !tokens->refresh.empty());
}

http_server::Response OAuth::byJwt(const http_server::Request& request, const Form& form) {
    const auto claims = jwtClaims(field(form, "assertion"));
    if (!claims)
        return oauthError(m_org, "invalid_grant", "invalid assertion");
    if (textMember(*claims, "iss") != m_org.options().clientId)
        return oauthError(m_org, "invalid_client_id", "client identifier invalid");
    const std::string audience = textMember(*claims, "aud").value_or("");
    if (audience != "https://login.salesforce.com" && audience != "https://test.salesforce.com"
        && audience != baseUrl(request))
        return oauthError(m_org, "invalid_grant", "audience is invalid");
    const json::value* expiry = claims->if_contains("exp");
    const double now = static_cast<double>(m_org.context().clock.wallNow().time_since_epoch().count()) / 1000;
    if (expiry == nullptr || !expiry->is_number() || expiry->to_number<double>() <= now)
        return oauthError(m_org, "invalid_grant", "expired assertion");
    if (textMember(*claims, "sub") != m_org.integrationUser().email)
        return oauthError(m_org, "invalid_grant", "user hasn't approved this consumer");
    return issued(request, m_grants.signIn("api", false), false);
}

http_server::Response OAuth::issued(const http_server::Request& request, const IssuedTokens& tokens,
                                    bool withRefreshToken) {
    m_org.context().changed();
    const std::string base = baseUrl(request);
    const std::string id = base + "/id/" + m_org.options().orgId + "/" + m_org.integrationUser().id;
    const std::string issuedAt = std::to_string(m_org.context().clock.wallNow().time_since_epoch().count());
    json::object body{{"access_token", tokens.access},
                      {"signature", hmacSha256Base64(m_org.options().clientSecret, id + issuedAt)},
                      {"scope", tokens.scope},
                      {"instance_url", base},
                      {"id", id},
                      {"token_type", "Bearer"},
                      {"issued_at", issuedAt}};
    if (withRefreshToken)
        body["refresh_token"] = tokens.refresh;
    http_server::Response response = jsonResponse(200, body);
    response.headers.push_back({"Cache-Control", "no-store"});
    return response;
}

bool OAuth::isRegistered(const std::string& redirectUri) const {
    if (m_org.dialect("http-redirect-refused") && redirectUri.starts_with("http:"))
        return false;
    if (m_org.dialect("redirect-localhost-only") && isLoopback(redirectUri, "127.0.0.1"))
        return false;
    const std::vector<std::string>& registered = m_org.options().redirectUris;
    if (!registered.empty())
        return std::find(registered.begin(), registered.end(), redirectUri) != registered.end();
    return isLoopback(redirectUri, "localhost") || isLoopback(redirectUri, "127.0.0.1");
}

}  // namespace syncline::sandbox::salesforce
