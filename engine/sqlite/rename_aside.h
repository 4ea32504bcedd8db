#pragma once

#include "engine/base/clock.h"
#include "engine/base/result.h"

#include <filesystem>

namespace syncline::sqlite {

/// Takes a broken database out of the way without losing any of it: "a.db" becomes
/// "a.db.broken-2026-11-24T160000.000Z", and its journal, WAL and shared-memory files follow under the new name, so
/// that a tool can still read the whole. Nothing is overwritten or deleted. Gives the new path; NotFound when there is
/// no such file. All connections to it must be closed.
[[nodiscard]] base::Result<std::filesystem::path> renameAside(const std::filesystem::path& path, base::WallTime stamp);

}  // namespace syncline::sqlite
