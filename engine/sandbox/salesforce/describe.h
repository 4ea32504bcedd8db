#pragma once

#include "engine/sandbox/salesforce/org.h"

#include <string_view>

#include <boost/json.hpp>

namespace syncline::sandbox::salesforce {

/// {"encoding":"UTF-8","sobjects":[…]} (Salesforce: REST API guide, Describe Global).
[[nodiscard]] boost::json::object describeGlobal(const Org& org, std::string_view version);

/// One entry of the list above.
[[nodiscard]] boost::json::object describeSummary(const ApiObject& object, std::string_view version);

/// With fields, picklist values and child relationships (Salesforce: SOAP API guide, DescribeSObjectResult).
[[nodiscard]] boost::json::object describeObject(const Org& org, const ApiObject& object, std::string_view version);

}  // namespace syncline::sandbox::salesforce
