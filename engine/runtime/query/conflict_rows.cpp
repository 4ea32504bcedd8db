#include "engine/runtime/query/conflict_rows.h"

#include "engine/base/try.h"
#include "engine/runtime/query/rules_at.h"

#include <algorithm>

namespace syncline::runtime {
namespace {

/// The canonical fields in which a contact's company may stand.
constexpr const char* kCompanyFields[] = {"company", "company_name"};

std::optional<core::FieldDecision> decisionIn(const core::Entry& entry, const std::string& field) {
    const auto* const decided = std::get_if<core::FieldsDecided>(&entry.body);
    if (decided == nullptr)
        return std::nullopt;
    const auto found = std::find_if(decided->fields.begin(), decided->fields.end(),
                                    [&](const core::FieldDecision& one) { return one.field == field; });
    return found == decided->fields.end() ? std::nullopt : std::optional(*found);
}

UndoneResolution undoneBy(const core::Entry& opened, const core::Entry& resolved) {
    return {std::get<core::ConflictResolved>(resolved.body), resolved.captureTime, undoingOf(opened)};
}

/// From where it is open now back to what opened it first: an undone resolution leads to the conflict that it had
/// ended.
base::Result<void> readOpening(QueryContext& context, ConflictRow& row) {
    TRY_ASSIGN(core::Entry opened, context.journal.readEntry(row.conflict));
    while (true) {
        TRY(context.goOn());
        row.openedAt = opened.captureTime;
        if (opened.cause == core::Seq())
            return {};
        TRY_ASSIGN(const core::Entry cause, context.journal.readEntry(opened.cause));
        const auto* const resolved = std::get_if<core::ConflictResolved>(&cause.body);
        if (resolved == nullptr) {
            row.decision = decisionIn(cause, row.field.name);
            return {};
        }
        if (!row.undone)
            row.undone = undoneBy(opened, cause);
        TRY_ASSIGN(opened, context.journal.readEntry(resolved->conflict));
    }
}

std::string companyOf(const core::Entity& entity) {
    for (const char* const field : kCompanyFields) {
        const auto cell = entity.cells.find(field);
        if (cell == entity.cells.end() || !cell->second.standing)
            continue;
        for (const core::Side side : core::kSides) {
            if (cell->second.standing->value[side].text)
                return *cell->second.standing->value[side].text;
        }
    }
    return {};
}

bool canBeUndone(const core::Entity& entity, const core::ConflictResolved& resolved) {
    return !resolved.byItself && !entity.mergedInto
           && core::undo(entity, resolved.field, resolved.standing, resolved.candidates);
}

}  // namespace

Undoing undoingOf(const core::Entry& opened) {
    return {opened.seq, std::get<core::ConflictOpened>(opened.body).who, opened.captureTime};
}

base::Result<ConflictRows> ConflictRows::make(QueryContext& context) {
    TRY_ASSIGN(const core::Seq head, context.journal.readHead());
    TRY_ASSIGN(core::RuleSet rules, rulesAt(context, head));
    return ConflictRows(context, std::move(rules));
}

MappedField ConflictRows::mappedField(const std::string& object, const std::string& field) {
    const auto [known, isNew] = m_fields.try_emplace(object);
    const mapping::ObjectMapping* const mapping = m_context.workspace.find(object);
    if (isNew && mapping != nullptr)
        known->second = mappedFields(*mapping, m_rules);
    const auto found = std::find_if(known->second.begin(), known->second.end(),
                                    [&](const MappedField& one) { return one.name == field; });
    // It was mapped once.
    return found == known->second.end() ? MappedField{field, {}, {}, {}} : *found;
}

base::Result<ConflictRow> ConflictRows::begin(core::Seq conflict, const core::Entity& entity,
                                              const std::string& field) {
    ConflictRow row;
    row.conflict = conflict;
    row.entity = entity.id;
    row.object = entity.object;
    row.title = titleOf(entity);
    row.company = companyOf(entity);
    row.field = mappedField(entity.object, field);
    const auto cell = entity.cells.find(field);
    for (const core::Side side : core::kSides) {
        if (cell != entity.cells.end() && cell->second.present[side])
            row.now[side] = cell->second.present[side]->value[side];
    }
    TRY(readOpening(m_context, row));
    if (row.decision)
        row.base = row.decision->base;
    return row;
}

base::Result<ConflictRow> ConflictRows::open(const core::Entity& entity, const std::string& field,
                                             const core::Conflict& conflict) {
    TRY_ASSIGN(ConflictRow row, begin(conflict.id, entity, field));
    row.type = conflict.type;
    row.candidates = conflict.candidates;
    return row;
}

base::Result<ConflictRow> ConflictRows::resolved(const core::Entry& entry, std::optional<Undoing> undoing) {
    const core::ConflictResolved& resolved = std::get<core::ConflictResolved>(entry.body);
    TRY_ASSIGN(const std::optional<core::Entity> stored, m_context.projections.readEntity(entry.entity));
    core::Entity entity = stored.value_or(core::Entity());
    entity.id = entry.entity;
    TRY_ASSIGN(ConflictRow row, begin(resolved.conflict, entity, resolved.field));
    row.type = resolved.type;
    row.candidates = resolved.candidates;
    row.resolved = entry.seq;
    row.resolution = resolved;
    row.resolvedAt = entry.captureTime;
    row.undoing = std::move(undoing);
    row.canUndo = canBeUndone(entity, resolved);
    return row;
}

}  // namespace syncline::runtime
