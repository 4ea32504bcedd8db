#pragma once

#include "engine/sandbox/salesforce/org.h"
#include "engine/sandbox/salesforce/rest_call.h"
#include "engine/sandbox/salesforce/soql_plan.h"

#include <deque>
#include <string>
#include <vector>

namespace syncline::sandbox::salesforce {

/// SOQL queries with their pages (Salesforce: REST API guide, Query and QueryAll). A locator holds the ids of what is
/// left; it ends with its last page, with time, or when many newer ones exist, and does not outlive the process.
class RestQuery {
public:
    explicit RestQuery(const Org& org) : m_org(org) {}

    /// …/query?q=, …/queryAll?q=, …/query/{locator}-{offset}
    [[nodiscard]] http_server::Response handle(const RestCall& call);

private:
    struct Locator {
        std::string id;
        base::MonotonicTime lastUse;
        const ApiObject* object = nullptr;
        std::vector<const Column*> columns;
        std::vector<std::string> ids;
        std::size_t batch = 0;
    };
    [[nodiscard]] http_server::Response start(const RestCall& call);
    [[nodiscard]] http_server::Response page(const RestCall& call, const Locator& locator, std::size_t offset) const;
    [[nodiscard]] http_server::Response next(const RestCall& call, const std::string& name);
    void forgetOld();

    const Org& m_org;
    std::deque<Locator> m_locators;
};

}  // namespace syncline::sandbox::salesforce
