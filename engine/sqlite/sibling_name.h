#pragma once

#include "engine/base/clock.h"
#include "engine/base/result.h"

#include <filesystem>
#include <string_view>

namespace syncline::sqlite {

/// A name beside a file that nothing has yet: "a.db" gives "a.db.LABEL-2026-11-24T160000.000Z", or that with "-2", "-3"
/// and so on behind it.
[[nodiscard]] base::Result<std::filesystem::path> freeSibling(const std::filesystem::path& path, std::string_view label,
                                                              base::WallTime stamp);

}  // namespace syncline::sqlite
