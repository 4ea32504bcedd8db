#pragma once

#include "engine/base/clock.h"
#include "engine/connectors/api/requests.h"
#include "engine/connectors/salesforce/api_calls.h"
#include "engine/connectors/salesforce/sobjects.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace syncline::connectors::salesforce {

/// Writes by sObject Collections (REST guide, sObject Collections): PATCH by id, upsert on the partner's id, or, where
/// there is no field for it, a plain create; allOrNone is false, so that a row's refusal is its own. Each record is
/// tried once. A request that is refused as a whole because of one of its rows had no effect: the rows without the
/// field that the refusal names are sent again; where it names none, halves, until the row is alone. The calls, objects
/// and clock are the caller's and outlive it.
class RecordWrites {
public:
    using Done = std::function<void(WriteAnswer)>;

    static constexpr std::size_t kMostRows = 200;

    RecordWrites(ApiCalls& calls, const SObjects& objects, std::string apiVersion, const base::Clock& clock)
        : m_calls(calls), m_objects(objects), m_apiVersion(std::move(apiVersion)), m_clock(clock) {}

    void write(WriteRequest request, Done done);

private:
    struct Job;
    using Rows = std::vector<std::size_t>;  ///< indices into the request's records, all written the same way

    void send(const std::shared_ptr<Job>& job, Rows rows);
    void answered(const std::shared_ptr<Job>& job, const Rows& rows, const HttpAnswer& answer);
    void settle(const std::shared_ptr<Job>& job, const Rows& rows, const HttpAnswer& answer);

    ApiCalls& m_calls;
    const SObjects& m_objects;
    std::string m_apiVersion;
    const base::Clock& m_clock;
};

}  // namespace syncline::connectors::salesforce
