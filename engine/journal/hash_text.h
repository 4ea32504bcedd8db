#pragma once

#include "engine/journal/hash.h"

#include <string>

namespace syncline::journal {

/// 64 hexadecimal digits in lower case, as people compare hashes.
[[nodiscard]] std::string hexText(const Hash& hash);

}  // namespace syncline::journal
