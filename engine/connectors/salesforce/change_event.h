#pragma once

#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/connectors/api/source_change.h"
#include "engine/connectors/salesforce/sobjects.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::connectors::salesforce {

/// What every change event says of itself (Change Data Capture guide, ChangeEventHeader fields).
struct ChangeEventHeader {
    std::string entityName;
    std::vector<std::string> recordIds;
    std::string changeType;  ///< "CREATE", "GAP_UPDATE"
    std::string changeOrigin;
    std::string transactionKey;
    std::string sequenceNumber;  ///< as it is written
    std::optional<base::WallTime> commitTimestamp;
    std::string commitUser;
    std::vector<std::string> changedFields;  ///< may be missing over CometD

    bool operator==(const ChangeEventHeader&) const = default;
};

/// A change event as it came over CometD.
struct ChangeEvent {
    ChangeEventHeader header;
    std::string replayId;                  ///< as it is written: it may be larger than a double can tell; "" none
    std::vector<SideField> fields;         ///< by the names that the REST API has for them
    std::vector<std::string> differences;  ///< fields of which only the difference to before came
    std::string raw;                       ///< the message's "data", as it came

    bool operator==(const ChangeEvent&) const = default;
};

/// `data` is the "data" of a message. Keys that are not known are passed over. ProtocolViolation: it is no change
/// event.
[[nodiscard]] base::Result<ChangeEvent> parseChangeEvent(std::string_view data, const SObjects& objects);

}  // namespace syncline::connectors::salesforce
