#pragma once

#include "engine/base/clock.h"
#include "engine/connectors/hubspot/api_problem.h"
#include "engine/connectors/hubspot/writer_marks.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace syncline::connectors::hubspot {

/// A version in a property's history, as HubSpot writes it.
struct WireVersion {
    std::optional<std::string> value;
    std::optional<base::WallTime> time;
    SourceMark mark;
};

/// A record in an answer.
struct WireRecord {
    std::string id;
    std::map<std::string, std::optional<std::string>, std::less<>> properties;  ///< null and absent are not the same
    std::map<std::string, std::vector<WireVersion>, std::less<>> history;
    std::optional<base::WallTime> updatedAt;
    bool archived = false;
    bool isNew = false;   ///< of an upsert
    std::string traceId;  ///< some answers have it

    [[nodiscard]] std::optional<std::string> value(std::string_view property) const;
    /// Ids that this record had before it was merged: they still lead to it.
    [[nodiscard]] std::vector<std::string> formerIds() const;
};

/// The answer to a batch: rows that went well, and rows that did not. The status alone does not say whether any failed
/// (207, or 200 with errors).
struct BatchAnswer {
    std::vector<WireRecord> results;
    std::vector<ApiProblem> errors;
};

[[nodiscard]] BatchAnswer batchOf(const json::object& body);

/// "/crm/objects/2026-09/contacts" + tail
[[nodiscard]] std::string objectPath(std::string_view version, std::string_view object, std::string_view tail);

/// The property that lists a record's former ids.
inline constexpr std::string_view kFormerIds = "hs_merged_object_ids";

}  // namespace syncline::connectors::hubspot
