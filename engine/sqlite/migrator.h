#pragma once

#include "engine/base/clock.h"
#include "engine/base/result.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace syncline::sqlite {

class Connection;

/// What a database should look like. Versions count from 1; steps[i] leads from version i + 1 to version i + 2, so that
/// the newest version is steps.size() + 1. A step, once released, is never changed.
struct Schema {
    std::string create;              ///< SQL that makes the newest version in an empty file
    std::vector<std::string> steps;  ///< SQL, oldest first

    [[nodiscard]] int version() const { return static_cast<int>(steps.size()) + 1; }
};

enum class MigrationKind {
    Created,   ///< the file was empty
    Current,   ///< nothing to do
    Upgraded,  ///< steps were taken
};

struct Migration {
    MigrationKind kind = MigrationKind::Current;
    int from = 0;                                ///< the version found
    std::optional<std::filesystem::path> saved;  ///< Upgraded: the copy of the file as it was, beside it
};

/// Brings a database to a schema's version, which stands in user_version: an empty file is made, an older version is
/// first copied aside and then upgraded in one transaction, a newer one is refused with UnsupportedVersion and both
/// numbers, as are tables without a version. Foreign keys are off during the steps, so that a step may rebuild a
/// table, and checked before the commit. On the connection's thread, outside a transaction; after a failure the file
/// holds what it held before.
class Migrator {
public:
    /// The schema and the clock must outlive the migrator; the clock stamps the copy's name.
    Migrator(const Schema& schema, const base::Clock& clock) : m_schema(schema), m_clock(clock) {}

    [[nodiscard]] base::Result<Migration> migrate(Connection& connection);

private:
    base::Result<void> refuseUnknown(Connection& connection, int found) const;
    base::Result<void> create(Connection& connection) const;
    base::Result<std::filesystem::path> saveCopy(Connection& connection, int found) const;
    base::Result<void> upgrade(Connection& connection, int found) const;
    base::Result<void> takeSteps(Connection& connection, int found) const;

    const Schema& m_schema;
    const base::Clock& m_clock;
};

/// The user_version of a database; 0 in an empty file.
[[nodiscard]] base::Result<int> readVersion(Connection& connection);

}  // namespace syncline::sqlite
