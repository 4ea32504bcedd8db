#pragma once

#include "engine/sandbox/salesforce/org.h"
#include "engine/sandbox/salesforce/rest_call.h"

namespace syncline::sandbox::salesforce {

/// What changed and what was deleted between two moments (Salesforce: REST API guide, sObject Get Updated and Get
/// Deleted). Seconds are ignored; latestDateCovered stays behind the oldest open transaction.
class RestReplication {
public:
    explicit RestReplication(const Org& org) : m_org(org) {}

    [[nodiscard]] http_server::Response updated(const RestCall& call, const ApiObject& object) const;
    [[nodiscard]] http_server::Response deleted(const RestCall& call, const ApiObject& object) const;

private:
    struct Span {
        base::WallTime start;
        base::WallTime end;
    };
    [[nodiscard]] Checked<Span> span(const RestCall& call, std::chrono::hours longest) const;
    [[nodiscard]] base::WallTime latestCovered(const Span& span) const;

    const Org& m_org;
};

}  // namespace syncline::sandbox::salesforce
