#pragma once

#include "engine/mapping/mistakes.h"

#include <string>
#include <vector>

#include <boost/json/fwd.hpp>

namespace syncline::mapping {

/// Says what is wrong with the value at `path` of the document by that place of the schema, not by those below it:
/// what was expected and what is there. False when it finds nothing to say. It reads the keywords that our schema uses:
/// type, const, enum, minimum, maximum, minLength, minItems, minProperties, required, properties,
/// additionalProperties, items, dependencies, $ref, if by type with then and else, oneOf and anyOf of required. Pure.
[[nodiscard]] bool explainFailure(const boost::json::value& schema, const boost::json::value& document,
                                  const std::vector<std::string>& path, Mistakes& mistakes);

[[nodiscard]] std::string pointerOf(const std::vector<std::string>& path);

/// A value for a message: its text in quotes, a number, "an object".
[[nodiscard]] std::string described(const boost::json::value& value);

/// The shortest decimal text that reads back as the number, which JSON takes for every number that is finite.
[[nodiscard]] std::string shortestText(double number);

}  // namespace syncline::mapping
