#pragma once

#include "engine/sandbox/dialects.h"

#include <vector>

namespace syncline::sandbox::salesforce {

/// The dialects of this server, see Dialect.
[[nodiscard]] std::vector<Dialect> dialectList();

}  // namespace syncline::sandbox::salesforce
