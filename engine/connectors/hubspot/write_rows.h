#pragma once

#include "engine/connectors/api/requests.h"
#include "engine/connectors/hubspot/api_problem.h"
#include "engine/connectors/hubspot/object_catalog.h"
#include "engine/connectors/hubspot/wire_records.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace syncline::connectors::hubspot {

/// Which batch call a row goes by.
enum class WriteVerb : std::uint8_t {
    Update,  ///< by record id
    Upsert,  ///< by the property that holds the partner's id
    Create,  ///< without either: not safe to repeat
};

/// One row of a batch write.
struct WriteRow {
    std::size_t index = 0;  ///< in the request
    WriteVerb verb = WriteVerb::Update;
    std::string traceId;          ///< ties results and errors to the row (HubSpot: multi-status errors)
    std::string address;          ///< the record id, or the key's value
    std::string key;              ///< Upsert: the key property
    std::vector<SideField> sent;  ///< as written on the wire
};

[[nodiscard]] std::vector<WriteRow> rowsOf(const WriteRequest& request, const ObjectType* type);
[[nodiscard]] std::string_view tailOf(WriteVerb verb);  ///< "/batch/update"
[[nodiscard]] std::string batchBody(const std::vector<WriteRow>& rows);

/// What an answer says of the rows that were sent together.
struct RowOutcomes {
    std::vector<RecordWritten> rows;   ///< in their order
    std::vector<std::size_t> unclear;  ///< places in `rows`: the whole batch was refused for one of them, not named
    std::chrono::milliseconds pause{0};
};

/// Reads the answer to a batch write. A row is Done when a result is its, Permanent when an error names it; a clash
/// has the existing record in `id` and the code CONFLICT. Rows that are not mentioned have an unknown outcome. When all
/// is refused: rows that the error names, by trace id, id or a property that only one of them writes, are Permanent,
/// the others had no effect; if none can be told, all are unclear. Rates, locks, sign-in and scopes: None; 5xx and
/// answers that were lost: Unknown. HubSpot answers a step back of lifecyclestage with success and does nothing: that
/// row is Permanent, NOT_APPLIED.
[[nodiscard]] RowOutcomes readOutcomes(const std::vector<WriteRow>& rows, const HttpAnswer& answer);

}  // namespace syncline::connectors::hubspot
