#include "engine/journal/projection_print.h"

#include "engine/base/try.h"
#include "engine/journal/column_bytes.h"

#include <set>

namespace syncline::journal {

namespace {

using base::Result;

const char* name(ProjectionTable table) {
    switch (table) {
        case ProjectionTable::Entities:
            return "entities";
        case ProjectionTable::Links:
            return "links";
        case ProjectionTable::Conflicts:
            return "conflicts";
        case ProjectionTable::MatchKeys:
            return "match_keys";
        case ProjectionTable::EntityEntries:
            return "entity_entries";
    }
    return "";
}

/// Calls `take` with the statement for each of its rows, until it is asked to stop.
template <typename Take>
Result<void> eachRow(sqlite::Connection& connection, std::string_view sql, const std::stop_token& stop,
                     const Take& take) {
    TRY_ASSIGN(sqlite::Statement statement, connection.prepare(sql));
    while (true) {
        TRY_ASSIGN(const bool more, statement.step());
        if (!more)
            return {};
        if (stop.stop_requested())
            return base::Error{base::ErrorCode::Cancelled, "read the projections", {}, "asked to stop", {}};
        TRY(take(statement));
    }
}

Result<void> readCountTable(sqlite::Connection& connection, std::string_view sql, const std::stop_token& stop,
                            std::map<std::string, std::int64_t>& counts) {
    return eachRow(connection, sql, stop, [&](const sqlite::Statement& row) -> Result<void> {
        TRY_ASSIGN(const auto count, row.row<std::string, std::int64_t>());
        counts.emplace(std::get<0>(count), std::get<1>(count));
        return {};
    });
}

}  // namespace

void Fingerprint::add(const Hash& hash) {
    for (std::size_t at = 0; at < hash.size(); ++at)
        m_sum[at / sizeof(std::uint64_t)] += static_cast<std::uint64_t>(hash[at]) << (at % sizeof(std::uint64_t) * 8);
}

Result<void> ProjectionPrint::add(ProjectionTable table, core::EntityId entity, const CanonicalBytes& row) {
    TRY_ASSIGN(const Hash hash, m_sha256.add(row.bytes()).finish());
    m_rows[{entity, table}].add(hash);
    return {};
}

Result<void> ProjectionPrint::addEntity(core::EntityId id, const ProjectedEntity& entity) {
    TRY(addEntityRow(id, entity, !entity.conflicts.empty()));
    for (const auto& [conflict, field] : entity.conflicts)
        TRY(addConflict(id, conflict, field));
    for (const std::string& key : entity.keys)
        TRY(addKey(id, key));
    return {};
}

Result<void> ProjectionPrint::addEntityRow(core::EntityId id, const ProjectedEntity& entity, bool conflicted) {
    CanonicalBytes row;
    row.text(entity.object).number(entity.moving ? 1 : 0).number(conflicted ? 1 : 0).number(entity.linked ? 1 : 0);
    for (const core::Side side : core::kSides)
        row.number(entity.dueSince[side].value()).number(entity.dueCells[side]);
    row.text(entity.bytes);
    return add(ProjectionTable::Entities, id, row);
}

Result<void> ProjectionPrint::addConflict(core::EntityId id, core::Seq conflict, const std::string& field) {
    return add(ProjectionTable::Conflicts, id, CanonicalBytes().number(conflict.value()).text(field));
}

Result<void> ProjectionPrint::addKey(core::EntityId id, const std::string& key) {
    return add(ProjectionTable::MatchKeys, id, CanonicalBytes().text(key));
}

Result<void> ProjectionPrint::addLink(const core::RecordKey& record, core::EntityId entity) {
    return add(ProjectionTable::Links, entity,
               CanonicalBytes().number(static_cast<std::int64_t>(record.side)).text(record.object).text(record.id));
}

Result<void> ProjectionPrint::addEntry(core::EntityId entity, core::Seq seq) {
    return add(ProjectionTable::EntityEntries, entity, CanonicalBytes().number(seq.value()));
}

Result<ProjectionPrint> ProjectionPrint::read(sqlite::Connection& connection, const std::stop_token& stop) {
    ProjectionPrint print;
    TRY(print.readEntities(connection, stop));
    TRY(print.readLinks(connection, stop));
    TRY(print.readConflicts(connection, stop));
    TRY(print.readKeys(connection, stop));
    TRY(print.readEntries(connection, stop));
    TRY(print.readCounts(connection, stop));
    return print;
}

Result<void> ProjectionPrint::readEntities(sqlite::Connection& connection, const std::stop_token& stop) {
    constexpr std::string_view kSelect =
        "SELECT id, object, moving, conflicted, linked, due_salesforce, due_hubspot, due_cells_salesforce,"
        " due_cells_hubspot, bytes FROM entities";
    return eachRow(connection, kSelect, stop, [this](const sqlite::Statement& statement) -> Result<void> {
        TRY_ASSIGN(const auto row,
                   (statement.row<std::int64_t, std::string, std::int64_t, std::int64_t, std::int64_t, std::int64_t,
                                  std::int64_t, std::int64_t, std::int64_t, sqlite::BlobView>()));
        ProjectedEntity entity;
        entity.object = std::get<1>(row);
        entity.moving = std::get<2>(row) != 0;
        entity.linked = std::get<4>(row) != 0;
        entity.dueSince = {core::Seq(std::get<5>(row)), core::Seq(std::get<6>(row))};
        entity.dueCells = {std::get<7>(row), std::get<8>(row)};
        entity.bytes = asView(std::get<9>(row));
        return addEntityRow(core::EntityId(std::get<0>(row)), entity, std::get<3>(row) != 0);
    });
}

Result<void> ProjectionPrint::readLinks(sqlite::Connection& connection, const std::stop_token& stop) {
    return eachRow(connection, "SELECT side, object, id, entity FROM links", stop,
                   [this](const sqlite::Statement& statement) -> Result<void> {
                       TRY_ASSIGN(const auto row,
                                  (statement.row<std::int64_t, std::string, std::string, std::int64_t>()));
                       const auto& [side, object, id, entity] = row;
                       return addLink({static_cast<core::Side>(side), object, id}, core::EntityId(entity));
                   });
}

Result<void> ProjectionPrint::readConflicts(sqlite::Connection& connection, const std::stop_token& stop) {
    return eachRow(connection, "SELECT conflict, entity, field FROM conflicts", stop,
                   [this](const sqlite::Statement& statement) -> Result<void> {
                       TRY_ASSIGN(const auto row, (statement.row<std::int64_t, std::int64_t, std::string>()));
                       const auto& [conflict, entity, field] = row;
                       return addConflict(core::EntityId(entity), core::Seq(conflict), field);
                   });
}

Result<void> ProjectionPrint::readKeys(sqlite::Connection& connection, const std::stop_token& stop) {
    return eachRow(connection, "SELECT key, entity FROM match_keys", stop,
                   [this](const sqlite::Statement& statement) -> Result<void> {
                       TRY_ASSIGN(const auto row, (statement.row<std::string, std::int64_t>()));
                       return addKey(core::EntityId(std::get<1>(row)), std::get<0>(row));
                   });
}

Result<void> ProjectionPrint::readEntries(sqlite::Connection& connection, const std::stop_token& stop) {
    return eachRow(connection, "SELECT entity, seq FROM entity_entries", stop,
                   [this](const sqlite::Statement& statement) -> Result<void> {
                       TRY_ASSIGN(const auto row, (statement.row<std::int64_t, std::int64_t>()));
                       return addEntry(core::EntityId(std::get<0>(row)), core::Seq(std::get<1>(row)));
                   });
}

Result<void> ProjectionPrint::readCounts(sqlite::Connection& connection, const std::stop_token& stop) {
    TRY(readCountTable(connection, "SELECT outcome, count FROM outcomes", stop, m_counts.outcomes));
    TRY(readCountTable(connection, "SELECT kind, count FROM kinds", stop, m_counts.kinds));
    return eachRow(connection, "SELECT state FROM workspace", stop,
                   [this](const sqlite::Statement& statement) -> Result<void> {
                       TRY_ASSIGN(const sqlite::BlobView bytes, statement.column<sqlite::BlobView>(0));
                       m_workspace = asView(bytes);
                       return {};
                   });
}

std::vector<ProjectionPrint::Difference> ProjectionPrint::differences(const ProjectionPrint& other) const {
    std::set<std::pair<core::EntityId, ProjectionTable>> rows;
    for (const ProjectionPrint* const print : {this, &other}) {
        for (const auto& [row, fingerprint] : print->m_rows)
            rows.insert(row);
    }
    std::vector<Difference> differences;
    for (const auto& row : rows) {
        const auto mine = m_rows.find(row);
        const auto theirs = other.m_rows.find(row);
        if (mine == m_rows.end() || theirs == other.m_rows.end() || mine->second != theirs->second)
            differences.push_back({name(row.second), row.first});
    }
    if (m_counts.outcomes != other.m_counts.outcomes)
        differences.push_back({"outcomes", core::EntityId()});
    if (m_counts.kinds != other.m_counts.kinds)
        differences.push_back({"kinds", core::EntityId()});
    if (m_workspace != other.m_workspace)
        differences.push_back({"workspace", core::EntityId()});
    return differences;
}

}  // namespace syncline::journal
