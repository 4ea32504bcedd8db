#include "engine/sandbox/state_file.h"

#include "engine/base/try.h"
#include "engine/sandbox/model/codec.h"
#include "engine/sqlite/transaction.h"

#include <string>
#include <utility>
#include <vector>

namespace syncline::sandbox {
namespace {

constexpr std::int64_t kSchema = 1;

constexpr const char* kCreate = R"(
CREATE TABLE head (id INTEGER PRIMARY KEY CHECK (id = 1), bytes BLOB NOT NULL) STRICT;
CREATE TABLE records (side INTEGER NOT NULL, kind INTEGER NOT NULL, id TEXT NOT NULL, bytes BLOB NOT NULL,
    PRIMARY KEY (side, kind, id)) STRICT, WITHOUT ROWID;
CREATE TABLE events (side INTEGER NOT NULL, number INTEGER NOT NULL, bytes BLOB NOT NULL,
    PRIMARY KEY (side, number)) STRICT, WITHOUT ROWID;
CREATE TABLE key_values (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
PRAGMA user_version = 1;
)";

sqlite::BlobView blob(const std::string& bytes) {
    return std::as_bytes(std::span(bytes.data(), bytes.size()));
}

std::string text(const sqlite::BlobView& bytes) {
    std::string copy(bytes.size(), '\0');
    std::transform(bytes.begin(), bytes.end(), copy.begin(), [](std::byte byte) { return static_cast<char>(byte); });
    return copy;
}

base::Result<std::int64_t> schemaVersion(sqlite::Connection& connection) {
    TRY_ASSIGN(sqlite::Statement statement, connection.prepare("PRAGMA user_version"));
    TRY_ASSIGN(const bool row, statement.step());
    if (!row)
        return std::int64_t{0};
    return statement.column<std::int64_t>(0);
}

base::Result<std::optional<std::string>> readHead(sqlite::Connection& connection) {
    TRY_ASSIGN(sqlite::Statement statement, connection.prepare("SELECT bytes FROM head"));
    TRY_ASSIGN(const bool row, statement.step());
    if (!row)
        return std::optional<std::string>();
    TRY_ASSIGN(const sqlite::BlobView bytes, statement.column<sqlite::BlobView>(0));
    return std::optional(text(bytes));
}

base::Result<std::vector<model::StoredRecord>> readRecords(sqlite::Connection& connection) {
    std::vector<model::StoredRecord> records;
    TRY_ASSIGN(sqlite::Statement statement,
               connection.prepare("SELECT side, kind, id, bytes FROM records ORDER BY side, kind, id"));
    while (true) {
        TRY_ASSIGN(const bool row, statement.step());
        if (!row)
            return records;
        TRY_ASSIGN(const auto columns, (statement.row<std::int64_t, std::int64_t, std::string, sqlite::BlobView>()));
        const auto& [side, kind, id, bytes] = columns;
        records.push_back({side == 0 ? model::Side::Salesforce : model::Side::HubSpot,
                           kind == 0 ? model::ObjectKind::Company : model::ObjectKind::Contact, id, text(bytes)});
    }
}

base::Result<std::vector<model::StoredEvent>> readEvents(sqlite::Connection& connection) {
    std::vector<model::StoredEvent> events;
    TRY_ASSIGN(sqlite::Statement statement,
               connection.prepare("SELECT side, number, bytes FROM events ORDER BY side, number"));
    while (true) {
        TRY_ASSIGN(const bool row, statement.step());
        if (!row)
            return events;
        TRY_ASSIGN(const auto columns, (statement.row<std::int64_t, std::int64_t, sqlite::BlobView>()));
        const auto& [side, number, bytes] = columns;
        events.push_back({side == 0 ? model::Side::Salesforce : model::Side::HubSpot,
                          static_cast<std::uint64_t>(number), text(bytes)});
    }
}

base::Result<KeyValues::Map> readKeyValues(sqlite::Connection& connection) {
    KeyValues::Map values;
    TRY_ASSIGN(sqlite::Statement statement, connection.prepare("SELECT key, value FROM key_values ORDER BY key"));
    while (true) {
        TRY_ASSIGN(const bool row, statement.step());
        if (!row)
            return values;
        TRY_ASSIGN(const auto columns, (statement.row<std::string, sqlite::BlobView>()));
        values.emplace_hint(values.end(), std::get<0>(columns), text(std::get<1>(columns)));
    }
}

base::Result<void> writeWorld(sqlite::Connection& connection, const model::UnsavedWorld& unsaved) {
    TRY(connection.run(
        "INSERT INTO head (id, bytes) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET bytes = excluded.bytes",
        blob(unsaved.head)));
    for (const model::StoredRecord& record : unsaved.records) {
        TRY(connection.run(
            "INSERT INTO records (side, kind, id, bytes) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (side, kind, id) DO UPDATE SET bytes = excluded.bytes",
            static_cast<int>(record.side), static_cast<int>(record.kind), record.id, blob(record.bytes)));
    }
    for (const model::StoredRecord& record : unsaved.gone) {
        TRY(connection.run("DELETE FROM records WHERE side = ? AND kind = ? AND id = ?", static_cast<int>(record.side),
                           static_cast<int>(record.kind), record.id));
    }
    for (const model::StoredEvent& event : unsaved.events) {
        TRY(connection.run("INSERT INTO events (side, number, bytes) VALUES (?, ?, ?)", static_cast<int>(event.side),
                           static_cast<std::int64_t>(event.number), blob(event.bytes)));
    }
    for (const int side : {0, 1}) {
        TRY(connection.run("DELETE FROM events WHERE side = ? AND number < ?", side,
                           static_cast<std::int64_t>(unsaved.firstEvent[side])));
    }
    return {};
}

base::Result<void> writeKeyValues(sqlite::Connection& connection, const KeyValues::Changes& changes) {
    for (const auto& [key, value] : changes) {
        if (!value) {
            TRY(connection.run("DELETE FROM key_values WHERE key = ?", key));
            continue;
        }
        TRY(connection.run(
            "INSERT INTO key_values (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            key, blob(*value)));
    }
    return {};
}

}  // namespace

base::Result<StateFile> StateFile::open(const std::filesystem::path& path) {
    sqlite::OpenOptions options;
    options.synchronous = sqlite::Synchronous::Normal;
    options.busyTimeout = std::chrono::milliseconds(200);
    TRY_ASSIGN(sqlite::Connection connection, sqlite::Connection::open(path, options));
    // Held until the process ends: the file belongs to one sandbox.
    TRY(connection.runScript("PRAGMA locking_mode = EXCLUSIVE"));
    TRY_ASSIGN(sqlite::Transaction transaction, sqlite::Transaction::begin(connection));
    TRY_ASSIGN(const std::int64_t version, schemaVersion(connection));
    if (version > kSchema)
        return base::Error{
            base::ErrorCode::UnsupportedVersion, "open the sandbox's state file", path.string(),
            "its schema is version " + std::to_string(version) + ", this program knows " + std::to_string(kSchema),
            "start with another state file, or with the program that wrote this one"};
    if (version == 0)
        TRY(connection.runScript(kCreate));
    TRY(transaction.commit());
    return StateFile(std::move(connection));
}

base::Result<std::optional<SavedState>> StateFile::load() {
    TRY_ASSIGN(const std::optional<std::string> head, readHead(m_connection));
    if (!head)
        return std::optional<SavedState>();
    TRY_ASSIGN(const auto records, readRecords(m_connection));
    TRY_ASSIGN(const auto events, readEvents(m_connection));
    TRY_ASSIGN(auto values, readKeyValues(m_connection));
    TRY_ASSIGN(model::World world, model::WorldCodec::restore(*head, records, events));
    return std::optional(SavedState{std::move(world), KeyValues(std::move(values))});
}

base::Result<void> StateFile::save(model::World& world, KeyValues& values) {
    TRY_ASSIGN(sqlite::Transaction transaction, sqlite::Transaction::begin(m_connection));
    TRY(writeWorld(m_connection, model::WorldCodec::takeUnsaved(world)));
    TRY(writeKeyValues(m_connection, values.takeChanges()));
    return transaction.commit();
}

}  // namespace syncline::sandbox
