#include "engine/journal/projection_writer.h"

#include "engine/base/try.h"
#include "engine/journal/column_bytes.h"

#include <string>

namespace syncline::journal {

namespace {

using base::Result;

using KeyRow = std::pair<std::string, core::EntityId>;

/// Which rows of the index go and which come.
struct KeyChange {
    std::set<KeyRow> removed;
    std::set<KeyRow> added;
};

const ProjectedEntity& beforeOf(const ProjectedStep& step, core::EntityId id) {
    static const ProjectedEntity kNone;
    const auto found = step.before.find(id);
    return found == step.before.end() ? kNone : found->second;
}

bool isChanged(const ProjectedStep& step, core::EntityId id, const ProjectedEntity& after) {
    const auto found = step.before.find(id);
    return found == step.before.end() || found->second != after;
}

KeyChange keyChange(const ProjectedStep& step) {
    KeyChange change;
    for (const auto& [id, after] : step.after) {
        for (const std::string& key : beforeOf(step, id).keys)
            change.removed.emplace(key, id);
        for (const std::string& key : after.keys) {
            if (change.removed.erase({key, id}) == 0)
                change.added.emplace(key, id);
        }
    }
    return change;
}

Result<void> writeEntities(sqlite::Connection& connection, const ProjectedStep& step) {
    TRY_ASSIGN(sqlite::Statement upsert,
               connection.prepare("INSERT INTO entities(id, object, moving, conflicted, linked, due_salesforce,"
                                  " due_hubspot, due_cells_salesforce, due_cells_hubspot, bytes)"
                                  " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET"
                                  " object = excluded.object, moving = excluded.moving,"
                                  " conflicted = excluded.conflicted, linked = excluded.linked,"
                                  " due_salesforce = excluded.due_salesforce, due_hubspot = excluded.due_hubspot,"
                                  " due_cells_salesforce = excluded.due_cells_salesforce,"
                                  " due_cells_hubspot = excluded.due_cells_hubspot, bytes = excluded.bytes"));
    for (const auto& [id, after] : step.after) {
        if (!isChanged(step, id, after))
            continue;
        TRY(upsert.bind(id.value(), after.object, after.moving, !after.conflicts.empty(), after.linked,
                        after.dueSince.salesforce.value(), after.dueSince.hubspot.value(), after.dueCells.salesforce,
                        after.dueCells.hubspot, asBlob(after.bytes)));
        TRY(upsert.run());
    }
    return {};
}

Result<void> writeConflicts(sqlite::Connection& connection, const ProjectedStep& step) {
    for (const auto& [id, after] : step.after) {
        const ProjectedEntity& before = beforeOf(step, id);
        if (before.conflicts == after.conflicts)
            continue;
        for (const auto& [conflict, field] : before.conflicts)
            TRY(connection.run("DELETE FROM conflicts WHERE conflict = ? AND entity = ?", conflict.value(),
                               id.value()));
        for (const auto& [conflict, field] : after.conflicts)
            TRY(connection.run("INSERT INTO conflicts(conflict, entity, field) VALUES(?, ?, ?)", conflict.value(),
                               id.value(), field));
    }
    return {};
}

Result<void> writeKeys(sqlite::Connection& connection, const ProjectedStep& step) {
    const KeyChange change = keyChange(step);
    TRY_ASSIGN(sqlite::Statement remove, connection.prepare("DELETE FROM match_keys WHERE key = ? AND entity = ?"));
    for (const auto& [key, id] : change.removed) {
        TRY(remove.bind(key, id.value()));
        TRY(remove.run());
    }
    TRY_ASSIGN(sqlite::Statement add, connection.prepare("INSERT INTO match_keys(key, entity) VALUES(?, ?)"));
    for (const auto& [key, id] : change.added) {
        TRY(add.bind(key, id.value()));
        TRY(add.run());
    }
    return {};
}

Result<void> writeLinks(sqlite::Connection& connection, const ProjectedStep& step) {
    TRY_ASSIGN(sqlite::Statement upsert,
               connection.prepare("INSERT INTO links(side, object, id, entity) VALUES(?, ?, ?, ?)"
                                  " ON CONFLICT(side, object, id) DO UPDATE SET entity = excluded.entity"
                                  " WHERE entity <> excluded.entity"));
    for (const auto& [record, entity] : step.links) {
        TRY(upsert.bind(static_cast<int>(record.side), record.object, record.id, entity.value()));
        TRY(upsert.run());
    }
    return {};
}

Result<void> writeEntries(sqlite::Connection& connection, const ProjectedStep& step) {
    TRY_ASSIGN(sqlite::Statement insert, connection.prepare("INSERT INTO entity_entries(entity, seq) VALUES(?, ?)"));
    for (const auto& [entity, seq] : step.entries) {
        TRY(insert.bind(entity.value(), seq.value()));
        TRY(insert.run());
    }
    return {};
}

Result<void> writeCounts(sqlite::Connection& connection, const ProjectedStep& step) {
    for (const auto& [outcome, count] : step.counts.outcomes)
        TRY(
            connection.run("INSERT INTO outcomes(outcome, count) VALUES(?, ?)"
                           " ON CONFLICT(outcome) DO UPDATE SET count = count + excluded.count",
                           outcome, count));
    for (const auto& [kind, count] : step.counts.kinds)
        TRY(
            connection.run("INSERT INTO kinds(kind, count) VALUES(?, ?)"
                           " ON CONFLICT(kind) DO UPDATE SET count = count + excluded.count",
                           kind, count));
    return {};
}

}  // namespace

Result<void> writeStep(sqlite::Connection& connection, const ProjectedStep& step) {
    TRY(writeEntities(connection, step));
    TRY(writeConflicts(connection, step));
    TRY(writeLinks(connection, step));
    TRY(writeKeys(connection, step));
    TRY(writeEntries(connection, step));
    return writeCounts(connection, step);
}

}  // namespace syncline::journal
