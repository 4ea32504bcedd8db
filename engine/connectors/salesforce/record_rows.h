#pragma once

#include "engine/base/result.h"
#include "engine/connectors/api/requests.h"
#include "engine/connectors/salesforce/sobjects.h"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::connectors::salesforce {

/// What is wanted of the rows of one object.
struct RowsWanted {
    const SObject& object;
    std::vector<std::string> fields;
    std::chrono::milliseconds resolution{1};  ///< of the org's stamps
    base::WallTime receivedAt;
};

/// The system fields that every read asks for besides.
[[nodiscard]] std::vector<std::string> selected(const std::vector<std::string>& fields);

/// The rows of sObject Collections, one for each id that was asked for, in that order; null is not found (REST guide,
/// get records by sObject Collections). `modified` is the later of LastModifiedDate and SystemModstamp, at its latest:
/// of a whole second where the stamps are that coarse, its end; one from the future is taken as an event's would be, so
/// that what is told later is not taken for something older. ProtocolViolation: it is no such list.
[[nodiscard]] base::Result<std::vector<RecordRead>> parseRows(std::string_view body, const RowsWanted& wanted);

/// One page of a query's result.
struct QueryPage {
    std::vector<RecordRead> rows;
    std::string next;  ///< path of the next one; "" this is the last
};
[[nodiscard]] base::Result<QueryPage> parsePage(std::string_view body, const RowsWanted& wanted);

}  // namespace syncline::connectors::salesforce
