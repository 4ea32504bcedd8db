#pragma once

#include "engine/sandbox/model/crm.h"

#include <optional>
#include <vector>

namespace syncline::sandbox::model {

/// Checks a row against the schema and the CRM's rules and brings its values into the model's form: field names as the
/// schema writes them, trimmed and blank-folded text (Salesforce), lower-case e-mail (HubSpot), numbers cut to their
/// scale, 15-character ids to 18, HubSpot's ";C" appended to what is there. `before` is null for a create. Fields that
/// an actor cannot see do not exist for it. Returns every reason to refuse the row; then `fields` is of no use.
[[nodiscard]] std::vector<Rejection> checkRow(const Crm& crm, ObjectKind kind, const Record* before, const Actor& actor,
                                              std::vector<FieldValue>& fields);

/// "12.50" and scale 1 give "12.5"; without leading zeros or plus sign; nullopt for what is no decimal number.
[[nodiscard]] std::optional<std::string> normaliseDecimal(std::string_view text, int scale);

/// True for a day that exists, "2026-11-24".
[[nodiscard]] bool isDate(std::string_view text);

}  // namespace syncline::sandbox::model
