#include "engine/sandbox/salesforce/identity.h"

#include "engine/sandbox/salesforce/json_text.h"
#include "engine/sandbox/salesforce/oauth.h"

#include <algorithm>
#include <chrono>

namespace syncline::sandbox::salesforce {
namespace json = boost::json;
namespace {

std::string idUrl(const http_server::Request& request, const Org& org) {
    return baseUrl(request) + "/id/" + org.options().orgId + "/" + org.integrationUser().id;
}

json::object urls(const http_server::Request& request) {
    const std::string base = baseUrl(request);
    return {{"rest", base + "/services/data/v{version}/"},
            {"sobjects", base + "/services/data/v{version}/sobjects/"},
            {"query", base + "/services/data/v{version}/query/"}};
}

std::int64_t seconds(base::WallTime time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

http_server::Response badToken() {
    return {403, {{"Content-Type", "text/html;charset=UTF-8"}}, "Bad_OAuth_Token"};
}

}  // namespace

http_server::Response Identity::userInfo(const http_server::Request& request) {
    if (!m_grants.accepts(accessTokenOf(request)))
        return badToken();
    const model::User& user = m_org.integrationUser();
    return jsonResponse(200, json::object{{"sub", idUrl(request, m_org)},
                                          {"user_id", user.id},
                                          {"organization_id", m_org.options().orgId},
                                          {"preferred_username", user.email},
                                          {"nickname", user.firstName},
                                          {"name", user.firstName + " " + user.lastName},
                                          {"given_name", user.firstName},
                                          {"family_name", user.lastName},
                                          {"email", user.email},
                                          {"email_verified", true},
                                          {"zoneinfo", "GMT"},
                                          {"locale", "en_US"},
                                          {"language", "en_US"},
                                          {"active", user.active},
                                          {"user_type", "STANDARD"},
                                          {"urls", urls(request)}});
}

http_server::Response Identity::introspect(const http_server::Request& request) {
    std::string token;
    std::string client;
    for (const http_server::Header& one : http_server::parseForm(request.body)) {
        token = one.name == "token" ? one.value : token;
        client = one.name == "client_id" ? one.value : client;
    }
    if (client != m_org.options().clientId)
        return oauthError(m_org, "invalid_client_id", "client identifier invalid");
    const auto facts = m_grants.facts(token);
    if (!facts)
        return jsonResponse(200, json::object{{"active", false}});
    return jsonResponse(200, json::object{{"active", true},
                                          {"scope", facts->scope},
                                          {"client_id", m_org.options().clientId},
                                          {"username", m_org.integrationUser().email},
                                          {"sub", idUrl(request, m_org)},
                                          {"token_type", "access_token"},
                                          {"exp", seconds(facts->expires)},
                                          {"iat", seconds(facts->issued)},
                                          {"nbf", seconds(facts->issued)}});
}

http_server::Response Identity::identity(const http_server::Request& request) {
    if (!m_grants.accepts(accessTokenOf(request)))
        return badToken();
    const model::User& user = m_org.integrationUser();
    return jsonResponse(200, json::object{{"id", idUrl(request, m_org)},
                                          {"asserted_user", true},
                                          {"user_id", user.id},
                                          {"organization_id", m_org.options().orgId},
                                          {"username", user.email},
                                          {"nick_name", user.firstName},
                                          {"display_name", user.firstName + " " + user.lastName},
                                          {"email", user.email},
                                          {"email_verified", true},
                                          {"first_name", user.firstName},
                                          {"last_name", user.lastName},
                                          {"active", user.active},
                                          {"user_type", "STANDARD"},
                                          {"locale", "en_US"},
                                          {"urls", urls(request)}});
}

}  // namespace syncline::sandbox::salesforce
