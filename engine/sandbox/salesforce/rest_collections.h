#pragma once

#include "engine/sandbox/salesforce/org.h"
#include "engine/sandbox/salesforce/rest_call.h"

#include <boost/json.hpp>

namespace syncline::sandbox::salesforce {

/// Up to 200 records in one request and one transaction, with a result for each, in order (Salesforce: REST API guide,
/// sObject Collections). Failed rows have no id.
class RestCollections {
public:
    explicit RestCollections(const Org& org) : m_org(org) {}

    /// …/composite/sobjects[/{object}[/{field}]]
    [[nodiscard]] http_server::Response handle(const RestCall& call) const;

private:
    struct Batch {
        bool allOrNone = false;
        boost::json::array records;
    };
    [[nodiscard]] Checked<Batch> readBatch(const RestCall& call) const;
    [[nodiscard]] http_server::Response write(const RestCall& call, const Batch& batch) const;
    [[nodiscard]] http_server::Response upsert(const RestCall& call, const Batch& batch) const;
    [[nodiscard]] http_server::Response remove(const RestCall& call) const;
    [[nodiscard]] http_server::Response read(const RestCall& call) const;
    [[nodiscard]] model::Actor actor(const RestCall& call) const;

    const Org& m_org;
};

}  // namespace syncline::sandbox::salesforce
