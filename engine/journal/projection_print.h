#pragma once

#include "engine/base/result.h"
#include "engine/core/ids.h"
#include "engine/journal/fold_state.h"
#include "engine/journal/hash.h"
#include "engine/journal/projected_entity.h"
#include "engine/journal/projections.h"
#include "engine/sqlite/connection.h"

#include <array>
#include <map>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace syncline::journal {

/// A sum of hashes, which does not depend on the order of what was added.
class Fingerprint {
public:
    void add(const Hash& hash);
    bool operator==(const Fingerprint&) const = default;

private:
    std::array<std::uint64_t, sizeof(Hash) / sizeof(std::uint64_t)> m_sum{};
};

/// The tables that have rows of entities.
enum class ProjectionTable { Entities, Links, Conflicts, MatchKeys, EntityEntries };

/// All that projections say, in a form in which a file and a fold can be compared entity by entity: for verify. Takes
/// some hundred bytes for each entity, whatever its size. One thread at a time.
class ProjectionPrint {
public:
    [[nodiscard]] base::Result<void> addEntity(core::EntityId id, const ProjectedEntity& entity);
    [[nodiscard]] base::Result<void> addLink(const core::RecordKey& record, core::EntityId entity);
    [[nodiscard]] base::Result<void> addEntry(core::EntityId entity, core::Seq seq);
    void addCounts(const Counts& counts) { m_counts = counts; }
    void addWorkspace(std::string bytes) { m_workspace = std::move(bytes); }

    /// All tables of a file; to be called inside a transaction. Cancelled when it is asked to stop, at the next row.
    [[nodiscard]] static base::Result<ProjectionPrint> read(sqlite::Connection& connection,
                                                            const std::stop_token& stop);

    /// Where the two differ.
    struct Difference {
        std::string what;       ///< "match_keys", "outcomes"
        core::EntityId entity;  ///< 0: not of an entity
    };
    [[nodiscard]] std::vector<Difference> differences(const ProjectionPrint& other) const;

private:
    [[nodiscard]] base::Result<void> add(ProjectionTable table, core::EntityId entity, const CanonicalBytes& row);
    [[nodiscard]] base::Result<void> addEntityRow(core::EntityId id, const ProjectedEntity& entity, bool conflicted);
    [[nodiscard]] base::Result<void> addConflict(core::EntityId id, core::Seq conflict, const std::string& field);
    [[nodiscard]] base::Result<void> addKey(core::EntityId id, const std::string& key);
    [[nodiscard]] base::Result<void> readEntities(sqlite::Connection& connection, const std::stop_token& stop);
    [[nodiscard]] base::Result<void> readLinks(sqlite::Connection& connection, const std::stop_token& stop);
    [[nodiscard]] base::Result<void> readConflicts(sqlite::Connection& connection, const std::stop_token& stop);
    [[nodiscard]] base::Result<void> readKeys(sqlite::Connection& connection, const std::stop_token& stop);
    [[nodiscard]] base::Result<void> readEntries(sqlite::Connection& connection, const std::stop_token& stop);
    [[nodiscard]] base::Result<void> readCounts(sqlite::Connection& connection, const std::stop_token& stop);

    Sha256 m_sha256;
    std::map<std::pair<core::EntityId, ProjectionTable>, Fingerprint> m_rows;
    Counts m_counts;
    std::string m_workspace;
};

}  // namespace syncline::journal
