#include "engine/base/try.h"
#include "engine/core/codec.h"
#include "engine/journal/column_bytes.h"
#include "engine/journal/projected_entity.h"
#include "engine/journal/projection_file.h"
#include "engine/journal/projections.h"
#include "engine/sqlite/migrator.h"

#include <limits>
#include <set>
#include <system_error>
#include <utility>

namespace syncline::journal {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr int kCacheKiB = 4096;
/// A byte that UTF-8 does not have, above all that it has.
constexpr char kBehindEveryText = '\xff';

Error notThere(const std::filesystem::path& path) {
    return {ErrorCode::NotFound, "open projections", path.string(), "there are no projections yet",
            "run the workspace once: they are folded from its journal"};
}

Result<std::vector<core::Entity>> collectEntities(sqlite::Statement& statement) {
    std::vector<core::Entity> entities;
    while (true) {
        TRY_ASSIGN(const bool more, statement.step());
        if (!more)
            return entities;
        TRY_ASSIGN(const sqlite::BlobView bytes, statement.column<sqlite::BlobView>(0));
        TRY_ASSIGN(core::Entity entity, core::decodeEntity(asView(bytes)));
        entities.push_back(std::move(entity));
    }
}

/// A column of ids or sequences.
template <typename Id>
Result<std::vector<Id>> collectIds(sqlite::Statement& statement) {
    std::vector<Id> ids;
    while (true) {
        TRY_ASSIGN(const bool more, statement.step());
        if (!more)
            return ids;
        TRY_ASSIGN(const std::int64_t id, statement.column<std::int64_t>(0));
        ids.push_back(Id(id));
    }
}

/// Each entity once, however many of its keys were found.
Result<std::vector<core::EntityId>> collectFirst(sqlite::Statement& statement, std::size_t limit) {
    std::vector<core::EntityId> ids;
    std::set<std::int64_t> known;
    while (ids.size() < limit) {
        TRY_ASSIGN(const bool more, statement.step());
        if (!more)
            break;
        TRY_ASSIGN(const std::int64_t id, statement.column<std::int64_t>(0));
        if (known.insert(id).second)
            ids.push_back(core::EntityId(id));
    }
    return ids;
}

Result<std::map<std::string, std::int64_t>> collectCounts(sqlite::Statement& statement) {
    std::map<std::string, std::int64_t> counts;
    while (true) {
        TRY_ASSIGN(const bool more, statement.step());
        if (!more)
            return counts;
        TRY_ASSIGN(const auto row, statement.row<std::string, std::int64_t>());
        counts.emplace(std::get<0>(row), std::get<1>(row));
    }
}

}  // namespace

struct ProjectionReader::Impl {
    sqlite::Connection connection;
};

ProjectionReader::ProjectionReader(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
ProjectionReader::~ProjectionReader() = default;

Result<std::unique_ptr<ProjectionReader>> ProjectionReader::open(const std::filesystem::path& folder) {
    const std::filesystem::path path = projectionFile(folder);
    std::error_code failure;
    if (!std::filesystem::exists(path, failure) && !failure)
        return notThere(path);
    TRY_ASSIGN(sqlite::Connection connection,
               sqlite::Connection::open(path, {.mode = sqlite::OpenMode::ReadOnly, .cacheKiB = kCacheKiB}));
    TRY_ASSIGN(const int version, sqlite::readVersion(connection));
    if (version == 0)
        return notThere(path);
    if (version != kProjectionVersion)
        return Error{ErrorCode::UnsupportedVersion, "open projections", path.string(),
                     "version " + std::to_string(version) + " is not this program's version "
                         + std::to_string(kProjectionVersion),
                     "run the workspace once with this program: they are folded anew"};
    return std::unique_ptr<ProjectionReader>(new ProjectionReader(std::make_unique<Impl>(Impl{std::move(connection)})));
}

Result<Anchor> ProjectionReader::readAnchor() {
    TRY_ASSIGN(const auto anchor, journal::readAnchor(m_impl->connection));
    if (!anchor)
        return notThere(m_impl->connection.path());
    return *anchor;
}

Result<core::WorkspaceState> ProjectionReader::readWorkspace() {
    return journal::readWorkspace(m_impl->connection);
}

Result<std::optional<core::Entity>> ProjectionReader::readEntity(core::EntityId id) {
    return journal::readEntity(m_impl->connection, id);
}

Result<std::optional<core::EntityId>> ProjectionReader::readLink(const core::RecordKey& record) {
    return journal::readLink(m_impl->connection, record);
}

Result<std::vector<core::Entity>> ProjectionReader::readEntities(core::EntityId after, std::size_t limit,
                                                                 bool movingOnly) {
    TRY_ASSIGN(sqlite::Statement statement,
               m_impl->connection.prepare(
                   movingOnly ? "SELECT bytes FROM entities WHERE moving = 1 AND id > ? ORDER BY id LIMIT ?"
                              : "SELECT bytes FROM entities WHERE id > ? ORDER BY id LIMIT ?"));
    TRY(statement.bind(after.value(), static_cast<std::int64_t>(limit)));
    return collectEntities(statement);
}

Result<std::vector<core::EntityId>> ProjectionReader::readLinked(core::EntityId after, std::size_t limit) {
    TRY_ASSIGN(sqlite::Statement statement,
               m_impl->connection.prepare("SELECT id FROM entities WHERE linked = 1 AND id > ? ORDER BY id LIMIT ?"));
    TRY(statement.bind(after.value(), static_cast<std::int64_t>(limit)));
    return collectIds<core::EntityId>(statement);
}

Result<std::vector<core::Entity>> ProjectionReader::readConflicted(core::EntityId after, std::size_t limit) {
    TRY_ASSIGN(
        sqlite::Statement statement,
        m_impl->connection.prepare("SELECT bytes FROM entities WHERE conflicted = 1 AND id > ? ORDER BY id LIMIT ?"));
    TRY(statement.bind(after.value(), static_cast<std::int64_t>(limit)));
    return collectEntities(statement);
}

Result<std::optional<core::EntityId>> ProjectionReader::readEntityOfConflict(core::Seq conflict) {
    TRY_ASSIGN(sqlite::Statement statement,
               m_impl->connection.prepare("SELECT entity FROM conflicts WHERE conflict = ? ORDER BY entity LIMIT 1"));
    TRY(statement.bind(conflict.value()));
    TRY_ASSIGN(const auto ids, collectIds<core::EntityId>(statement));
    if (ids.empty())
        return std::optional<core::EntityId>();
    return std::optional(ids.front());
}

Result<std::vector<core::EntityId>> ProjectionReader::readEntitiesByKey(std::string_view key, std::size_t limit,
                                                                        KeyMatch match) {
    const std::string from = matchKey(key);
    TRY_ASSIGN(
        sqlite::Statement statement,
        m_impl->connection.prepare("SELECT entity FROM match_keys WHERE key >= ? AND key <= ? ORDER BY key, entity"));
    TRY(statement.bind(from, match == KeyMatch::Whole ? from : from + kBehindEveryText));
    return collectFirst(statement, limit);
}

Result<std::vector<core::Seq>> ProjectionReader::readEntriesOf(core::EntityId id, core::Seq from, std::size_t limit,
                                                               EntryOrder order) {
    constexpr std::int64_t kNewest = std::numeric_limits<std::int64_t>::max();
    const bool upwards = order == EntryOrder::OldestFirst;
    TRY_ASSIGN(sqlite::Statement statement,
               m_impl->connection.prepare(
                   upwards ? "SELECT seq FROM entity_entries WHERE entity = ? AND seq > ? ORDER BY seq LIMIT ?"
                           : "SELECT seq FROM entity_entries WHERE entity = ? AND seq < ? ORDER BY seq DESC LIMIT ?"));
    TRY(statement.bind(id.value(), !upwards && from == core::Seq() ? kNewest : from.value(),
                       static_cast<std::int64_t>(limit)));
    return collectIds<core::Seq>(statement);
}

Result<DueCount> ProjectionReader::readDue(core::Side side) {
    TRY_ASSIGN(
        sqlite::Statement statement,
        m_impl->connection.prepare(side == core::Side::Salesforce
                                       ? "SELECT count(*), coalesce(sum(due_cells_salesforce), 0),"
                                         " coalesce(min(due_salesforce), 0) FROM entities WHERE due_salesforce > 0"
                                       : "SELECT count(*), coalesce(sum(due_cells_hubspot), 0),"
                                         " coalesce(min(due_hubspot), 0) FROM entities WHERE due_hubspot > 0"));
    TRY(statement.step());
    TRY_ASSIGN(const auto row, statement.row<std::int64_t, std::int64_t, std::int64_t>());
    return DueCount{static_cast<std::size_t>(std::get<0>(row)), static_cast<std::size_t>(std::get<1>(row)),
                    core::Seq(std::get<2>(row))};
}

Result<std::size_t> ProjectionReader::readOpenConflicts() {
    TRY_ASSIGN(sqlite::Statement statement, m_impl->connection.prepare("SELECT count(*) FROM conflicts"));
    TRY(statement.step());
    TRY_ASSIGN(const std::int64_t count, statement.column<std::int64_t>(0));
    return static_cast<std::size_t>(count);
}

Result<std::map<std::string, std::int64_t>> ProjectionReader::readOutcomes() {
    TRY_ASSIGN(sqlite::Statement statement, m_impl->connection.prepare("SELECT outcome, count FROM outcomes"));
    return collectCounts(statement);
}

Result<std::map<std::string, std::int64_t>> ProjectionReader::readKinds() {
    TRY_ASSIGN(sqlite::Statement statement, m_impl->connection.prepare("SELECT kind, count FROM kinds"));
    return collectCounts(statement);
}

}  // namespace syncline::journal
