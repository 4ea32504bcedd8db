#pragma once

#include "engine/base/result.h"
#include "engine/mapping/mistakes.h"

#include <boost/json/fwd.hpp>

namespace syncline::mapping {

/// Validates a document with the workspace's schema; what is wrong is added in the words of schema_words.h. An error,
/// Internal, is a fault of the schema.
[[nodiscard]] base::Result<void> checkSchema(const boost::json::value& document, Mistakes& mistakes);

}  // namespace syncline::mapping
