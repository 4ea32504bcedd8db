#pragma once

#include "engine/http_server/http.h"
#include "engine/sandbox/salesforce/api_usage.h"
#include "engine/sandbox/salesforce/grants.h"
#include "engine/sandbox/salesforce/org.h"
#include "engine/sandbox/salesforce/rest_call.h"
#include "engine/sandbox/salesforce/rest_query.h"

namespace syncline::sandbox::salesforce {

/// Everything under /services/data: which version, who is calling, what is left of the day's requests, which resource
/// (Salesforce: REST API guide).
class RestApi {
public:
    RestApi(const Org& org, Grants& grants, std::function<StreamingUse()> streaming)
        : m_org(org), m_grants(grants), m_usage(org, std::move(streaming)), m_query(org) {}

    [[nodiscard]] http_server::Response handle(const http_server::Request& request);

    /// True for a request that changes records.
    [[nodiscard]] static bool writes(const http_server::Request& request);

private:
    [[nodiscard]] http_server::Response answer(const http_server::Request& request, const std::string& version,
                                               std::vector<std::string> path);
    [[nodiscard]] http_server::Response route(const RestCall& call);
    [[nodiscard]] http_server::Response sobjects(const RestCall& call) const;
    [[nodiscard]] http_server::Response basicInformation(const RestCall& call, const ApiObject& object) const;
    [[nodiscard]] http_server::Response described(const RestCall& call, const boost::json::object& body) const;

    const Org& m_org;
    Grants& m_grants;
    ApiUsage m_usage;
    RestQuery m_query;
};

}  // namespace syncline::sandbox::salesforce
