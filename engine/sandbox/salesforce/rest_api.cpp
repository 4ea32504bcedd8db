#include "engine/sandbox/salesforce/rest_api.h"

#include "engine/sandbox/model/folding.h"
#include "engine/sandbox/salesforce/describe.h"
#include "engine/sandbox/salesforce/json_text.h"
#include "engine/sandbox/salesforce/oauth.h"
#include "engine/sandbox/salesforce/rest_collections.h"
#include "engine/sandbox/salesforce/rest_records.h"
#include "engine/sandbox/salesforce/rest_replication.h"
#include "engine/sandbox/salesforce/times.h"

#include <algorithm>
#include <array>

namespace syncline::sandbox::salesforce {
namespace json = boost::json;
namespace {

/// The name of a version's release: three a year, "Winter '27" is 68.0.
std::string releaseName(int version) {
    constexpr int kSpring11 = 21;
    constexpr std::array<const char*, 3> kSeasons = {"Spring", "Summer", "Winter"};
    const int releases = version - kSpring11;
    const int season = releases % 3;
    const int year = 11 + releases / 3 + (season == 2 ? 1 : 0);
    return std::string(kSeasons[static_cast<std::size_t>(season)]) + " '" + std::to_string(year);
}

http_server::Response versions() {
    json::array list;
    for (int version = kOldestRest; version <= kNewestVersion; ++version) {
        const std::string number = std::to_string(version) + ".0";
        list.push_back(
            json::object{{"label", releaseName(version)}, {"url", "/services/data/v" + number}, {"version", number}});
    }
    return jsonResponse(200, list);
}

std::string methodOf(const http_server::Request& request) {
    for (const http_server::Header& parameter : http_server::parseForm(request.query())) {
        if (parameter.name == "_HttpMethod" && request.method == "POST")
            return parameter.value;
    }
    return request.method;
}

}  // namespace

bool RestApi::writes(const http_server::Request& request) {
    const std::vector<std::string> path = pathSegments(request.path());
    const std::string method = methodOf(request);
    if (method == "GET" || method == "HEAD" || path.size() < 4 || path[0] != "services" || path[1] != "data")
        return false;
    const bool reads = path[3] == "composite" && path.size() == 6 && method == "POST";
    return (path[3] == "sobjects" || path[3] == "composite") && !reads;
}

http_server::Response RestApi::handle(const http_server::Request& request) {
    std::vector<std::string> path = pathSegments(request.path());
    if (path.size() == 2)
        return request.method == "GET" ? versions() : errorResponse(methodNotAllowed(request.method, "GET,HEAD"));
    const std::optional<int> version = parseVersion(path[2]);
    http_server::Response response;
    if (version && *version < kOldestRest && !m_org.dialect("retired-version-404"))
        response =
            errorResponse(ApiError{410, "UNSUPPORTED_API_VERSION", "The requested API version has been retired", {}});
    else if (!version || *version < kOldestRest || *version > kNewestVersion)
        response = errorResponse(notFound());
    else
        response = answer(request, std::to_string(*version) + ".0", {path.begin() + 3, path.end()});
    response.headers.push_back({"Sforce-Limit-Info", m_usage.header()});
    return response;
}

http_server::Response RestApi::answer(const http_server::Request& request, const std::string& version,
                                      std::vector<std::string> path) {
    if (!m_grants.accepts(accessTokenOf(request)))
        return errorResponse(invalidSession());
    if (!m_usage.take())
        return errorResponse(ApiError{403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", {}});
    RestCall call;
    call.request = &request;
    call.method = methodOf(request);
    call.version = version;
    call.path = std::move(path);
    call.parameters = http_server::parseForm(request.query());
    call.actor = {model::ActorKind::Integration, m_org.integrationUser().id, "rest/" + version,
                  clientOption(request.header("Sforce-Call-Options").value_or(""))};
    return route(call);
}

http_server::Response RestApi::route(const RestCall& call) {
    const std::string resource = call.path.empty() ? "" : model::foldCase(call.path[0]);
    if (resource == "query" || resource == "queryall")
        return m_query.handle(call);
    if (resource == "sobjects")
        return sobjects(call);
    if (resource == "composite" && call.path.size() >= 2 && model::foldCase(call.path[1]) == "sobjects")
        return RestCollections(m_org).handle(call);
    if (resource == "limits" && call.path.size() == 1)
        return jsonResponse(200, m_usage.limits());
    if (!resource.empty())
        return errorResponse(notFound());
    const std::string base = "/services/data/v" + call.version + "/";
    json::object resources;
    for (const char* name : {"sobjects", "query", "queryAll", "limits", "composite"})
        resources[name] = base + name;
    return jsonResponse(200, resources);
}

http_server::Response RestApi::sobjects(const RestCall& call) const {
    if (call.path.size() == 1)
        return described(call, describeGlobal(m_org, call.version));
    const ApiObject* object = m_org.findObject(call.path[1]);
    if (object == nullptr)
        return errorResponse(notFound());
    const RestRecords records(m_org);
    if (call.path.size() == 2) {
        if (call.method == "POST")
            return records.create(call, *object);
        return call.method == "GET" ? basicInformation(call, *object)
                                    : errorResponse(methodNotAllowed(call.method, "GET,HEAD,POST"));
    }
    if (call.path.size() == 4)
        return records.byExternalId(call, *object, call.path[2], call.path[3]);
    if (call.path.size() != 3)
        return errorResponse(notFound());
    if (call.path[2] == "describe")
        return described(call, describeObject(m_org, *object, call.version));
    if (call.path[2] == "updated")
        return RestReplication(m_org).updated(call, *object);
    if (call.path[2] == "deleted")
        return RestReplication(m_org).deleted(call, *object);
    return records.byId(call, *object, call.path[2]);
}

http_server::Response RestApi::basicInformation(const RestCall& call, const ApiObject& object) const {
    return jsonResponse(
        200, json::object{{"objectDescribe", describeSummary(object, call.version)}, {"recentItems", json::array()}});
}

/// The schema has not changed since the world began (Salesforce: REST API guide, conditional requests).
http_server::Response RestApi::described(const RestCall& call, const json::object& body) const {
    if (call.method != "GET" && call.method != "HEAD")
        return errorResponse(methodNotAllowed(call.method, "GET,HEAD"));
    const base::WallTime modified = wholeSeconds(m_org.context().world.options().start);
    const auto since = call.header("If-Modified-Since");
    const auto moment = since ? parseHttpDate(*since) : std::nullopt;
    http_server::Response response =
        moment && *moment >= modified ? http_server::Response{304, {}, {}} : jsonResponse(200, body);
    response.headers.push_back({"Last-Modified", httpDate(modified)});
    return response;
}

}  // namespace syncline::sandbox::salesforce
