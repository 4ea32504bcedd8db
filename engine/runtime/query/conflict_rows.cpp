#include "engine/runtime/query/conflict_rows.h"

#include "engine/base/try.h"
#include "engine/runtime/query/rules_at.h"

#include <algorithm>

namespace syncline::runtime {
namespace {

/// The canonical fields in which a contact's company may stand.
constexpr const char* kCompanyFields[] = {"company", "company_name"};

/// The decision that opened a conflict; none where there was none. An undone resolution leads back to the conflict that
/// it had ended.
base::Result<std::optional<core::FieldDecision>> readDecision(QueryContext& context, core::Seq cause,
                                                              const std::string& field) {
    while (cause != core::Seq()) {
        TRY_ASSIGN(const core::Entry entry, context.journal.readEntry(cause));
        if (const auto* const undone = std::get_if<core::ConflictResolved>(&entry.body)) {
            TRY_ASSIGN(const core::Entry opened, context.journal.readEntry(undone->conflict));
            cause = opened.cause;
            continue;
        }
        const auto* const decided = std::get_if<core::FieldsDecided>(&entry.body);
        if (decided == nullptr)
            break;
        const auto found = std::find_if(decided->fields.begin(), decided->fields.end(),
                                        [&](const core::FieldDecision& one) { return one.field == field; });
        if (found == decided->fields.end())
            break;
        return std::optional(*found);
    }
    return std::optional<core::FieldDecision>();
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
    TRY_ASSIGN(const core::Entry opened, m_context.journal.readEntry(conflict));
    row.openedAt = opened.captureTime;
    TRY_ASSIGN(row.decision, readDecision(m_context, opened.cause, field));
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

base::Result<ConflictRow> ConflictRows::resolved(const core::Entry& entry) {
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
    row.canUndo = canBeUndone(entity, resolved);
    return row;
}

}  // namespace syncline::runtime
