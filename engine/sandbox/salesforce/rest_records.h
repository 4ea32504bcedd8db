#pragma once

#include "engine/sandbox/salesforce/org.h"
#include "engine/sandbox/salesforce/rest_call.h"

#include <string_view>

namespace syncline::sandbox::salesforce {

/// Single records (Salesforce: REST API guide, sObject Basic Information, sObject Rows, sObject Rows by External ID).
class RestRecords {
public:
    explicit RestRecords(const Org& org) : m_org(org) {}

    /// …/sobjects/{object}
    [[nodiscard]] http_server::Response create(const RestCall& call, const ApiObject& object) const;
    /// …/sobjects/{object}/{id}
    [[nodiscard]] http_server::Response byId(const RestCall& call, const ApiObject& object, std::string_view id) const;
    /// …/sobjects/{object}/{field}/{value}
    [[nodiscard]] http_server::Response byExternalId(const RestCall& call, const ApiObject& object,
                                                     std::string_view field, std::string_view value) const;

private:
    [[nodiscard]] http_server::Response read(const RestCall& call, const ApiObject& object, const Row& row) const;
    [[nodiscard]] http_server::Response update(const RestCall& call, const ApiObject& object, const Row& row,
                                               std::string_view id) const;
    [[nodiscard]] http_server::Response remove(const RestCall& call, const ApiObject& object,
                                               std::string_view id) const;
    [[nodiscard]] http_server::Response upsert(const RestCall& call, const ApiObject& object,
                                               const struct ExternalId& id) const;
    [[nodiscard]] http_server::Response preconditionFailed() const;

    const Org& m_org;
};

}  // namespace syncline::sandbox::salesforce
