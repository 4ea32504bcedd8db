#pragma once

#include "engine/base/result.h"
#include "engine/sandbox/key_values.h"
#include "engine/sandbox/model/world.h"
#include "engine/sqlite/connection.h"

#include <filesystem>
#include <optional>

namespace syncline::sandbox {

/// What a sandbox finds again after a restart or a kill.
struct SavedState {
    model::World world;
    KeyValues values;
};

/// The file in which a sandbox keeps its two CRMs: an SQLite database that is brought up to date after every change,
/// in one transaction. A killed process loses nothing that was saved; a power cut may lose the last changes (the
/// sandbox is a test world, its file is written with synchronous=NORMAL). One process at a time. On one thread.
class StateFile {
public:
    /// Opens or makes the file and takes its lock. Errors: Busy (another sandbox has it), Corrupt, UnsupportedVersion,
    /// PermissionDenied, NoSpace, Io.
    [[nodiscard]] static base::Result<StateFile> open(const std::filesystem::path& path);

    /// nullopt when nothing has been saved yet.
    [[nodiscard]] base::Result<std::optional<SavedState>> load();

    /// Writes what has changed in both since the last save. On an error nothing of it is written; the next save must be
    /// of a newly loaded state.
    [[nodiscard]] base::Result<void> save(model::World& world, KeyValues& values);

private:
    explicit StateFile(sqlite::Connection connection) : m_connection(std::move(connection)) {}

    sqlite::Connection m_connection;
};

}  // namespace syncline::sandbox
