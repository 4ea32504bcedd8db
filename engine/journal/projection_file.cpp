#include "engine/journal/projection_file.h"

#include "engine/base/try.h"
#include "engine/core/codec.h"
#include "engine/journal/column_bytes.h"
#include "engine/sqlite/migrator.h"
#include "engine/sqlite/transaction.h"

#include <string>
#include <utility>
#include <vector>

namespace syncline::journal {

namespace {

using base::Result;

/// The partial indexes are small: what moves, what is in conflict, what is due.
constexpr const char* kCreate = R"(
CREATE TABLE anchor(
    journal_id TEXT NOT NULL,
    watermark INTEGER NOT NULL,
    chain_hash BLOB NOT NULL,
    fold_version INTEGER NOT NULL) STRICT;
CREATE TABLE workspace(
    state BLOB NOT NULL) STRICT;
CREATE TABLE entities(
    id INTEGER PRIMARY KEY,
    object TEXT NOT NULL,
    moving INTEGER NOT NULL,
    conflicted INTEGER NOT NULL,
    linked INTEGER NOT NULL,
    due_salesforce INTEGER NOT NULL,
    due_hubspot INTEGER NOT NULL,
    due_cells_salesforce INTEGER NOT NULL,
    due_cells_hubspot INTEGER NOT NULL,
    bytes BLOB NOT NULL) STRICT;
CREATE INDEX entities_moving ON entities(id) WHERE moving = 1;
CREATE INDEX entities_conflicted ON entities(id) WHERE conflicted = 1;
CREATE INDEX entities_due_salesforce ON entities(due_salesforce, due_cells_salesforce) WHERE due_salesforce > 0;
CREATE INDEX entities_due_hubspot ON entities(due_hubspot, due_cells_hubspot) WHERE due_hubspot > 0;
CREATE TABLE links(
    side INTEGER NOT NULL,
    object TEXT NOT NULL,
    id TEXT NOT NULL,
    entity INTEGER NOT NULL,
    PRIMARY KEY(side, object, id)) STRICT, WITHOUT ROWID;
CREATE TABLE conflicts(
    conflict INTEGER NOT NULL,
    entity INTEGER NOT NULL,
    field TEXT NOT NULL,
    PRIMARY KEY(conflict, entity)) STRICT, WITHOUT ROWID;
CREATE TABLE entity_entries(
    entity INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY(entity, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE match_keys(
    key TEXT NOT NULL,
    entity INTEGER NOT NULL,
    PRIMARY KEY(key, entity)) STRICT, WITHOUT ROWID;
CREATE TABLE outcomes(
    outcome TEXT PRIMARY KEY,
    count INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE kinds(
    kind TEXT PRIMARY KEY,
    count INTEGER NOT NULL) STRICT, WITHOUT ROWID;
)";

Result<std::vector<std::string>> readTables(sqlite::Connection& connection) {
    TRY_ASSIGN(sqlite::Statement statement,
               connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"));
    std::vector<std::string> tables;
    while (true) {
        TRY_ASSIGN(const bool more, statement.step());
        if (!more)
            return tables;
        TRY_ASSIGN(std::string name, statement.column<std::string>(0));
        tables.push_back(std::move(name));
    }
}

std::string quoted(const std::string& name) {
    std::string text = "\"";
    for (const char letter : name)
        text += letter == '"' ? std::string("\"\"") : std::string(1, letter);
    return text + "\"";
}

}  // namespace

std::filesystem::path projectionFile(const std::filesystem::path& folder) {
    return folder / "projections.db";
}

Result<void> beginAnew(sqlite::Connection& connection, const Anchor& anchor) {
    TRY_ASSIGN(sqlite::Transaction transaction, sqlite::Transaction::begin(connection));
    TRY_ASSIGN(const auto tables, readTables(connection));
    for (const std::string& table : tables)
        TRY(connection.run("DROP TABLE " + quoted(table)));
    TRY(connection.runScript(kCreate));
    TRY(connection.run("PRAGMA user_version=" + std::to_string(kProjectionVersion)));
    TRY(writeAnchor(connection, anchor));
    TRY(writeWorkspace(connection, core::WorkspaceState()));
    return transaction.commit();
}

Result<std::optional<Anchor>> readAnchor(sqlite::Connection& connection) {
    TRY_ASSIGN(const int version, sqlite::readVersion(connection));
    if (version != kProjectionVersion)
        return std::optional<Anchor>();
    TRY_ASSIGN(sqlite::Statement statement,
               connection.prepare("SELECT journal_id, watermark, chain_hash, fold_version FROM anchor"));
    TRY_ASSIGN(const bool found, statement.step());
    if (!found)
        return std::optional<Anchor>();
    TRY_ASSIGN(const auto row, statement.row<std::string, std::int64_t, sqlite::BlobView, std::int64_t>());
    TRY_ASSIGN(const Hash hash, fixedBytes<std::tuple_size_v<Hash>>(std::get<2>(row)));
    return std::optional(
        Anchor{std::get<0>(row), core::Seq(std::get<1>(row)), hash, static_cast<int>(std::get<3>(row))});
}

Result<void> writeAnchor(sqlite::Connection& connection, const Anchor& anchor) {
    TRY(connection.run("DELETE FROM anchor"));
    return connection.run("INSERT INTO anchor(journal_id, watermark, chain_hash, fold_version) VALUES(?, ?, ?, ?)",
                          anchor.journalId, anchor.watermark.value(), asBlob(anchor.chainHash), anchor.foldVersion);
}

Result<core::WorkspaceState> readWorkspace(sqlite::Connection& connection) {
    TRY_ASSIGN(sqlite::Statement statement, connection.prepare("SELECT state FROM workspace"));
    TRY_ASSIGN(const bool found, statement.step());
    if (!found)
        return core::WorkspaceState();
    TRY_ASSIGN(const sqlite::BlobView bytes, statement.column<sqlite::BlobView>(0));
    return core::decodeWorkspace(asView(bytes));
}

Result<void> writeWorkspace(sqlite::Connection& connection, const core::WorkspaceState& workspace) {
    TRY(connection.run("DELETE FROM workspace"));
    return connection.run("INSERT INTO workspace(state) VALUES(?)", asBlob(core::encodeWorkspace(workspace)));
}

Result<std::optional<core::Entity>> readEntity(sqlite::Connection& connection, core::EntityId id) {
    TRY_ASSIGN(sqlite::Statement statement, connection.prepare("SELECT bytes FROM entities WHERE id = ?"));
    TRY(statement.bind(id.value()));
    TRY_ASSIGN(const bool found, statement.step());
    if (!found)
        return std::optional<core::Entity>();
    TRY_ASSIGN(const sqlite::BlobView bytes, statement.column<sqlite::BlobView>(0));
    TRY_ASSIGN(core::Entity entity, core::decodeEntity(asView(bytes)));
    return std::optional(std::move(entity));
}

Result<std::optional<core::EntityId>> readLink(sqlite::Connection& connection, const core::RecordKey& record) {
    TRY_ASSIGN(sqlite::Statement statement,
               connection.prepare("SELECT entity FROM links WHERE side = ? AND object = ? AND id = ?"));
    TRY(statement.bind(static_cast<int>(record.side), record.object, record.id));
    TRY_ASSIGN(const bool found, statement.step());
    if (!found)
        return std::optional<core::EntityId>();
    TRY_ASSIGN(const std::int64_t entity, statement.column<std::int64_t>(0));
    return std::optional(core::EntityId(entity));
}

}  // namespace syncline::journal
