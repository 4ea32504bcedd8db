#include "engine/sandbox/hubspot/oauth.h"

#include "engine/http_server/http.h"
#include "engine/sandbox/digests.h"
#include "engine/sandbox/hubspot/json_access.h"

#include <algorithm>

namespace syncline::sandbox::hubspot {
namespace {

constexpr std::string_view kForm = "application/x-www-form-urlencoded";

/// Both HubSpot's own members and those of OAuth 2.0 are there.
Problem tokenProblem(std::string status, std::string error, const std::string& message) {
    Problem problem{.status = 400, .category = {}, .message = message};
    problem.statusText = std::move(status);
    problem.extra["error"] = std::move(error);
    problem.extra["error_description"] = message;
    return problem;
}

Problem badClient() {
    return tokenProblem("BAD_CLIENT_ID", "invalid_client", "missing or invalid client id");
}

Problem badRefreshToken() {
    return tokenProblem("BAD_REFRESH_TOKEN", "invalid_grant", "missing or invalid refresh token");
}

bool isAddress(std::string_view host) {
    return host.starts_with('[') || host.find_first_not_of("0123456789.") == std::string_view::npos;
}

Reply page(const std::string& words) {
    return Reply::plain(400, "text/html;charset=utf-8", "<html><body><h1>" + words + "</h1></body></html>\n");
}

json::object accessMembers(const AccessGrant& grant, const HubSpotOptions& options) {
    return {{"hub_id", options.portalId},
            {"app_id", options.appId},
            {"hub_domain", "syncline-demo.example"},
            {"scopes", jsonList(std::vector<std::string>(grant.caller.scopes.begin(), grant.caller.scopes.end()))},
            {"user_id", idNumber(grant.caller.userId)}};
}

}  // namespace

bool OAuth::isClient(const Form& form) const {
    return equalInConstantTime(form.first("client_id").value_or(""), m_portal.options().clientId)
           && equalInConstantTime(form.first("client_secret").value_or(""), m_portal.options().clientSecret);
}

Reply OAuth::handle(const Call& call) {
    const std::vector<std::string>& rest = call.rest();
    if (rest.size() == 2 && (rest[0] == "access-tokens" || rest[0] == "refresh-tokens"))
        return call.route.version == "v1" ? legacyLookup(call) : noRoute();
    if (rest.empty() || rest[0] != "token" || rest.size() > 2)
        return noRoute();
    if (call.method() != "POST")
        return wrongMethod();
    if (rest.size() == 1)
        return token(call);
    const Form form(call.request.body);
    if (!isClient(form))
        return badClient();
    if (rest[1] == "introspect")
        return introspect(form);
    return rest[1] == "revoke" ? revoke(form) : noRoute();
}

Reply OAuth::token(const Call& call) {
    const bool isForm = call.request.header("content-type").value_or("").starts_with(kForm);
    const bool legacyQuery = call.route.version == "v1" && call.request.body.empty();
    if (!isForm && !legacyQuery)
        return Problem{.status = 415, .category = {}, .message = "HTTP 415 Unsupported Media Type"};
    const Form form(legacyQuery ? call.request.query() : std::string_view(call.request.body));
    if (!isClient(form))
        return badClient();
    const std::string grant = form.first("grant_type").value_or("");
    if (grant == "authorization_code")
        return byCode(form, call.route.version);
    if (grant == "refresh_token")
        return byRefreshToken(form, call.route.version);
    if (grant == "client_credentials")
        return byClientCredentials(form);
    return tokenProblem("BAD_GRANT_TYPE", "unsupported_grant_type", "missing or unknown grant type");
}

Reply OAuth::byCode(const Form& form, const std::string& version) {
    const std::optional<CodeGrant> code = m_grants.takeCode(form.first("code").value_or(""));
    if (!code || form.first("redirect_uri").value_or("") != code->redirectUri)
        return tokenProblem("BAD_AUTH_CODE", "invalid_grant", "missing or unknown auth code");
    if (m_portal.now() >= code->expires)
        return tokenProblem("EXPIRED_AUTH_CODE", "invalid_grant", "auth code is expired");
    if (m_portal.dialect("pkce-enforced") && !code->challenge.empty()
        && sha256Base64Url(form.first("code_verifier").value_or("")) != code->challenge)
        return tokenProblem("BAD_AUTH_CODE", "invalid_grant", "missing or invalid code verifier");
    const RefreshGrant grant{m_portal.options().userId, code->scopes};
    return installed(m_grants.issueRefresh(grant), grant, version);
}

Reply OAuth::byRefreshToken(const Form& form, const std::string& version) {
    std::string token = form.first("refresh_token").value_or("");
    const std::optional<RefreshGrant> grant = m_grants.refresh(token);
    if (!grant)
        return badRefreshToken();
    if (m_portal.dialect("refresh-token-rotates")) {
        m_grants.revokeRefresh(token);
        token = m_grants.issueRefresh(*grant);
    }
    return installed(token, *grant, version);
}

Reply OAuth::installed(const std::string& refreshToken, const RefreshGrant& grant, const std::string& version) {
    AccessGrant access;
    access.caller = {Caller::Kind::User, grant.userId, grant.scopes};
    access.refreshToken = refreshToken;
    access.expires = m_portal.now() + m_portal.options().tokenLifetime;
    json::object answer{{"token_type", "bearer"},
                        {"access_token", m_grants.issueAccess(access)},
                        {"refresh_token", refreshToken},
                        {"expires_in", m_portal.options().tokenLifetime.count()}};
    if (version != "v1") {
        answer["hub_id"] = m_portal.options().portalId;
        answer["scopes"] = jsonList(std::vector<std::string>(grant.scopes.begin(), grant.scopes.end()));
        answer["user_id"] = idNumber(grant.userId);
    }
    m_portal.changed();
    return Reply::of(200, std::move(answer));
}

Reply OAuth::byClientCredentials(const Form& form) {
    const Scopes scopes = splitScopes(form.first("scope").value_or(""));
    const bool enabled = !m_portal.dialect("journal-not-enabled");
    if (const auto unknown = unknownScope(scopes, enabled))
        return tokenProblem("BAD_SCOPES", "invalid_scope", "The scope " + *unknown + " could not be recognized");
    AccessGrant access;
    access.caller = {Caller::Kind::App, m_portal.options().userId, scopes};
    access.expires = m_portal.now() + m_portal.options().tokenLifetime;
    json::object answer{{"access_token", m_grants.issueAccess(access)},
                        {"expires_in", m_portal.options().tokenLifetime.count()},
                        {"token_type", "bearer"},
                        {"token_use", "client_credentials"}};
    m_portal.changed();
    return Reply::of(200, std::move(answer));
}

Reply OAuth::introspect(const Form& form) const {
    const std::string token = form.first("token").value_or("");
    if (const auto access = m_grants.access(token); access && m_portal.now() < access->expires) {
        const auto left = std::chrono::duration_cast<std::chrono::seconds>(access->expires - m_portal.now());
        json::object answer = accessMembers(*access, m_portal.options());
        answer["active"] = true;
        answer["token_type"] = "bearer";
        answer["token_use"] = access->caller.kind == Caller::Kind::App ? "client_credentials" : "access_token";
        answer["expires_in"] = left.count();
        return Reply::of(200, std::move(answer));
    }
    if (const auto refresh = m_grants.refresh(token)) {
        AccessGrant same;
        same.caller = {Caller::Kind::User, refresh->userId, refresh->scopes};
        json::object answer = accessMembers(same, m_portal.options());
        answer["active"] = true;
        answer["token_use"] = "refresh_token";
        return Reply::of(200, std::move(answer));
    }
    return Reply::of(200, json::object{{"active", false}});
}

/// Only the refresh token dies: access tokens last out their time.
Reply OAuth::revoke(const Form& form) {
    m_grants.revokeRefresh(form.first("token").value_or(""));
    m_portal.changed();
    return Reply::empty(200);
}

Reply OAuth::legacyLookup(const Call& call) {
    const std::string& token = call.rest()[1];
    const bool refresh = call.rest()[0] == "refresh-tokens";
    if (call.method() == "DELETE" && refresh) {
        m_grants.revokeRefresh(token);
        m_portal.changed();
        return Reply::empty(204);
    }
    if (call.method() != "GET")
        return wrongMethod();
    AccessGrant grant;
    if (refresh) {
        const auto found = m_grants.refresh(token);
        if (!found)
            return Problem{.status = 404, .category = {}, .message = "refresh token not found"};
        grant.caller = {Caller::Kind::User, found->userId, found->scopes};
    } else {
        const auto found = m_grants.access(token);
        if (!found || m_portal.now() >= found->expires)
            return Problem{.status = 404, .category = {}, .message = "access token not found"};
        grant = *found;
    }
    json::object answer = accessMembers(grant, m_portal.options());
    answer["token"] = token;
    answer["token_type"] = refresh ? "refresh" : "access";
    answer["client_id"] = m_portal.options().clientId;
    if (!refresh)
        answer["expires_in"] = std::chrono::duration_cast<std::chrono::seconds>(grant.expires - m_portal.now()).count();
    return Reply::of(200, std::move(answer));
}

/// https with a name, or http on localhost; never an address (HubSpot: working with OAuth).
bool OAuth::mayRedirectTo(const std::string& uri) const {
    const std::vector<std::string>& registered = m_portal.options().redirectUris;
    if (!registered.empty())
        return std::find(registered.begin(), registered.end(), uri) != registered.end();
    const bool tls = uri.starts_with("https://");
    if (!tls && !uri.starts_with("http://"))
        return false;
    const std::string rest = uri.substr(tls ? 8 : 7);
    const std::string host = rest.substr(0, rest.find_first_of(":/?"));
    return tls ? !host.empty() && !isAddress(host) : host == "localhost";
}

Reply OAuth::authorize(const Call& call) {
    if (call.method() != "GET")
        return wrongMethod();
    const bool pinned = call.request.path().find("/oauth/authorize") == std::string_view::npos;
    if (pinned && call.request.path().find("/oauth/" + m_portal.id() + "/") == std::string_view::npos)
        return page("You don't have access to this account");
    const std::string uri = call.query.first("redirect_uri").value_or("");
    if (call.query.first("client_id").value_or("") != m_portal.options().clientId)
        return page("Authorization failed because the client id is unknown");
    if (!mayRedirectTo(uri))
        return page("Authorization failed because the redirect URL does not match the registered redirect URL");
    Scopes scopes = splitScopes(call.query.first("scope").value_or(""));
    const std::vector<std::string>& required = m_portal.options().requiredScopes;
    if (unknownScope(scopes, false) || (!required.empty() && scopes != Scopes(required.begin(), required.end())))
        return page("Authorization failed because there is a scope mismatch");
    for (const std::string& optional : splitScopes(call.query.first("optional_scope").value_or(""))) {
        if (accountScopes().contains(optional))
            scopes.insert(optional);
    }
    scopes.insert("oauth");
    CodeGrant grant{uri, std::move(scopes), call.query.first("code_challenge").value_or(""),
                    m_portal.now() + m_portal.options().codeLifetime};
    std::string target = uri + (uri.find('?') == std::string::npos ? "?" : "&")
                         + "code=" + http_server::percentEncode(m_grants.issueCode(std::move(grant)));
    if (const auto state = call.query.first("state"))
        target += "&state=" + http_server::percentEncode(*state);
    m_portal.changed();
    Reply reply = Reply::empty(302);
    reply.headers.push_back({"Location", target});
    return reply;
}

}  // namespace syncline::sandbox::hubspot
