#include "engine/base/try.h"
#include "engine/runtime/query/answers.h"
#include "engine/runtime/query/brought_book.h"
#include "engine/runtime/query/entity_entries.h"
#include "engine/runtime/query/entity_names.h"
#include "engine/runtime/query/rules_at.h"

#include <algorithm>
#include <utility>

namespace syncline::runtime {
namespace {

RecordHit hitOf(const core::Entity& entity) {
    RecordHit hit{entity.id, entity.object, titleOf(entity), keyOf(entity), entity.record, {}, calledOf(entity)};
    for (const auto& [field, cell] : entity.cells) {
        if (cell.conflict)
            hit.conflicts.push_back(field);
    }
    return hit;
}

/// Without the white space around it, which comes along when a person pastes.
std::string trimmed(const std::string& text) {
    constexpr const char* kBlanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string::npos)
        return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

}  // namespace

base::Result<std::vector<RecordHit>> answer(QueryContext& context, const RecordSearch& query) {
    std::vector<RecordHit> hits;
    const std::string text = trimmed(query.text);
    if (text.empty())
        return hits;
    TRY_ASSIGN(const std::vector<core::EntityId> found,
               context.projections.readEntitiesByKey(text, query.limit, journal::KeyMatch::Beginning));
    for (const core::EntityId id : found) {
        TRY_ASSIGN(const std::optional<core::Entity> entity, context.projections.readEntity(id));
        if (entity)
            hits.push_back(hitOf(*entity));
    }
    return hits;
}

base::Result<RecordState> answer(QueryContext& context, const RecordAt& query) {
    TRY_ASSIGN(EntityAt found, readEntityAt(context, query.entity, query.at));
    RecordState state;
    state.title = titleOf(found.entity);
    state.asOf = found.asOf;
    // An entity is named by its first entry.
    state.first = core::Seq(found.entity.id.value());
    if (const mapping::ObjectMapping* const object = context.workspace.find(found.entity.object)) {
        TRY_ASSIGN(const core::RuleSet rules, rulesAt(context, found.asOf));
        state.fields = mappedFields(*object, rules);
    }
    state.entity = std::move(found.entity);
    BroughtBook ofItsOwn;
    BroughtBook& book = context.broughtBook == nullptr ? ofItsOwn : *context.broughtBook;
    TRY_ASSIGN(state.brought, book.find(context, state.entity, state.asOf));
    return state;
}

base::Result<std::vector<EntryRow>> answer(QueryContext& context, const RecordHistory& query) {
    TRY_ASSIGN(std::vector<core::Entry> entries, readHistory(context, query.entity, query.before, query.limit));
    return rowsOf(context, std::move(entries));
}

base::Result<TotalCounts> answer(QueryContext& context, const Totals&) {
    TotalCounts counts;
    TRY_ASSIGN(counts.kinds, context.projections.readKinds());
    TRY_ASSIGN(counts.outcomes, context.projections.readOutcomes());
    TRY_ASSIGN(counts.openConflicts, context.projections.readOpenConflicts());
    return counts;
}

}  // namespace syncline::runtime
