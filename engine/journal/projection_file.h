#pragma once

#include "engine/base/result.h"
#include "engine/core/apply.h"
#include "engine/journal/projections.h"
#include "engine/sqlite/connection.h"

#include <filesystem>
#include <optional>

namespace syncline::journal {

/// projections.db: its name, its tables, and the reads that its writer and its readers share. SQL of the writes stands
/// in projection_writer.cpp.
[[nodiscard]] std::filesystem::path projectionFile(const std::filesystem::path& folder);

/// Of the tables; another version is begun anew, never upgraded.
inline constexpr int kProjectionVersion = 1;

/// Throws away all tables, whosever they are, and makes empty ones with this anchor: in one transaction, so that
/// readers see the one or the other. The file is not deleted, because readers would go on with what is gone.
[[nodiscard]] base::Result<void> beginAnew(sqlite::Connection& connection, const Anchor& anchor);

/// None when there are no tables of this version.
[[nodiscard]] base::Result<std::optional<Anchor>> readAnchor(sqlite::Connection& connection);
[[nodiscard]] base::Result<void> writeAnchor(sqlite::Connection& connection, const Anchor& anchor);

[[nodiscard]] base::Result<core::WorkspaceState> readWorkspace(sqlite::Connection& connection);
[[nodiscard]] base::Result<void> writeWorkspace(sqlite::Connection& connection, const core::WorkspaceState& workspace);

[[nodiscard]] base::Result<std::optional<core::Entity>> readEntity(sqlite::Connection& connection, core::EntityId id);
[[nodiscard]] base::Result<std::optional<core::EntityId>> readLink(sqlite::Connection& connection,
                                                                   const core::RecordKey& record);

}  // namespace syncline::journal
