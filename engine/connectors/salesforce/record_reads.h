#pragma once

#include "engine/base/clock.h"
#include "engine/connectors/api/requests.h"
#include "engine/connectors/salesforce/api_calls.h"
#include "engine/connectors/salesforce/record_rows.h"
#include "engine/connectors/salesforce/sobjects.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace syncline::connectors::salesforce {

struct ApiSettings {
    std::string apiVersion;                   ///< "66.0"
    std::chrono::milliseconds resolution{1};  ///< of the org's stamps
};

/// Reads by id (POST composite/sobjects) and look-ups (SOQL, all pages). Each is tried once and answered once. The
/// calls, objects and clock are the caller's and outlive it.
class RecordReads {
public:
    using Done = std::function<void(ReadAnswer)>;

    static constexpr std::size_t kMostRows = 2000;

    RecordReads(ApiCalls& calls, const SObjects& objects, const base::Clock& clock, ApiSettings settings)
        : m_calls(calls), m_objects(objects), m_clock(clock), m_settings(std::move(settings)) {}

    void read(ReadRequest request, Done done);
    void find(FindRequest request, Done done);

private:
    struct Find;

    [[nodiscard]] std::string path(const std::string& resource) const;
    [[nodiscard]] SObject objectNamed(const std::string& name) const;
    void nextPage(const std::shared_ptr<Find>& find, std::string path);
    void nextQuery(const std::shared_ptr<Find>& find);
    void takePage(const std::shared_ptr<Find>& find, const HttpAnswer& answer);

    ApiCalls& m_calls;
    const SObjects& m_objects;
    const base::Clock& m_clock;
    ApiSettings m_settings;
};

}  // namespace syncline::connectors::salesforce
