#pragma once

#include "engine/sandbox/model/record.h"
#include "engine/sandbox/model/schema.h"

#include <string>
#include <string_view>
#include <vector>

namespace syncline::sandbox::model {

/// ASCII letters in lower case; other bytes as they are.
[[nodiscard]] std::string foldCase(std::string_view text);
/// Without white space at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);
/// The parts of "a;b;c"; none for an empty text.
[[nodiscard]] std::vector<std::string> splitOptions(std::string_view text);
[[nodiscard]] std::string joinOptions(const std::vector<std::string>& options);

/// The key under which a value of a unique field is known.
[[nodiscard]] std::string uniqueKey(ObjectKind kind, std::string_view field, std::string_view value);
/// All keys that a record claims: its unique fields, and HubSpot's secondary e-mails, which are unique with the first.
[[nodiscard]] std::vector<std::string> uniqueKeys(const ObjectSchema& schema, const Record& record);

}  // namespace syncline::sandbox::model
