#pragma once

#include <vector>

#include "engine/sandbox/dialects.h"

namespace syncline::sandbox::hubspot {

/// The dialects of this server, see Dialect.
[[nodiscard]] std::vector<Dialect> dialectList();

}  // namespace syncline::sandbox::hubspot
