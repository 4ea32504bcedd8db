#include "engine/runtime/query/query_context.h"

#include "engine/base/try.h"
#include "engine/runtime/query/readable_page.h"
#include "engine/runtime/query/rule_changes.h"
#include "engine/runtime/query/rules_at.h"
#include "engine/runtime/query/values_before.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace syncline::runtime {
namespace {

std::string_view wordsFor(mapping::Comparison comparison) {
    switch (comparison) {
        case mapping::Comparison::Exact:
            return "exact";
        case mapping::Comparison::CaseInsensitive:
            return "without case";
        case mapping::Comparison::Trimmed:
            return "trimmed";
        case mapping::Comparison::PhoneDigits:
            return "phone digits";
        case mapping::Comparison::Number:
            return "number";
        case mapping::Comparison::Boolean:
            return "yes or no";
        case mapping::Comparison::Date:
            return "day";
        case mapping::Comparison::Instant:
            return "moment";
        case mapping::Comparison::Set:
            return "set";
    }
    return {};
}

base::Result<RowEntities> entitiesOf(QueryContext& context, const std::vector<EntryRow>& rows) {
    RowEntities entities;
    for (const EntryRow& row : rows) {
        const core::EntityId id = row.entry.entity;
        if (id == core::EntityId() || entities.contains(id))
            continue;
        TRY_ASSIGN(std::optional<core::Entity> entity, context.projections.readEntity(id));
        entities.emplace(id, std::move(entity));
    }
    return entities;
}

/// An entity that the projections do not have yet, as far as the changes among the rows tell of it.
core::Entity drafted(core::EntityId id, const std::vector<EntryRow>& rows) {
    core::Entity draft;
    draft.id = id;
    for (const EntryRow& row : rows) {
        const auto* const captured = std::get_if<core::ChangeCaptured>(&row.entry.body);
        if (captured == nullptr || row.entry.entity != id)
            continue;
        draft.object = captured->record.object;
        draft.record[captured->record.side] = captured->record.id;
        for (const core::FieldChange& field : captured->change.fields)
            draft.cells[field.field].present[captured->record.side].emplace().value = field.value;
    }
    return draft;
}

void nameRows(std::vector<EntryRow>& rows, const RowEntities& entities) {
    std::map<core::EntityId, EntryRow> names;
    for (const auto& [id, entity] : entities) {
        const core::Entity& known = entity ? *entity : drafted(id, rows);
        names[id] = {{}, known.object, titleOf(known)};
        // Other rows may tell more of it.
        names[id].isLate = !entity;
    }
    for (EntryRow& row : rows) {
        const auto found = names.find(row.entry.entity);
        if (found == names.end())
            continue;
        row.object = found->second.object;
        row.title = found->second.title;
        row.isLate = found->second.isLate;
    }
}

/// The fields of an entry that their rules were asked for.
std::vector<std::string> ruledFields(const core::Entry& entry) {
    std::vector<std::string> fields;
    if (const auto* const decided = std::get_if<core::FieldsDecided>(&entry.body)) {
        for (const core::FieldDecision& decision : decided->fields)
            fields.push_back(decision.field);
    } else if (const auto* const opened = std::get_if<core::ConflictOpened>(&entry.body)) {
        fields.push_back(opened->field);
    }
    return fields;
}

/// What came in the place of the rules before it; the journal's first rules came in no place.
base::Result<void> fillChangedRules(QueryContext& context, RuleBook& book, EntryRow& row) {
    const core::Seq before(row.entry.seq.value() - 1);
    if (before == core::Seq())
        return {};
    TRY_ASSIGN(const core::RuleSet* const replaced, book.find(context, before));
    if (replaced == nullptr)
        row.isLate = true;
    else if (replaced->version != core::Seq())
        row.changedRules = changesOf(*replaced, std::get<core::PolicyChanged>(row.entry.body).rules);
    return {};
}

base::Result<void> fillRulesOf(QueryContext& context, RuleBook& book, EntryRow& row) {
    if (row.entry.kind() == core::EntryKind::PolicyChanged)
        return fillChangedRules(context, book, row);
    const std::vector<std::string> fields = ruledFields(row.entry);
    if (fields.empty())
        return {};
    TRY_ASSIGN(const core::RuleSet* const inForce, book.find(context, row.entry.seq));
    if (inForce == nullptr) {
        row.isLate = true;
        return {};
    }
    row.ruleVersion = inForce->version;
    for (const std::string& field : fields) {
        if (const core::FieldRule* const rule = inForce->find(row.object, field))
            row.rules.emplace(field, *rule);
    }
    return {};
}

/// So many failing reads are gone through for a page: behind a damaged policy no row has one.
constexpr int kMostFailures = 16;

/// From the newest row down: each policy is looked for once, however many rows were decided by it. A row whose rules
/// cannot be read is without them.
base::Result<void> fillRules(QueryContext& context, core::Seq watermark, std::vector<EntryRow>& rows) {
    RuleBook ofItsOwn;
    RuleBook& book = context.ruleBook == nullptr ? ofItsOwn : *context.ruleBook;
    book.beginPage();
    std::vector<EntryRow*> byAge;
    for (EntryRow& row : rows) {
        book.note(row.entry);
        byAge.push_back(&row);
    }
    std::sort(byAge.begin(), byAge.end(),
              [](const EntryRow* a, const EntryRow* b) { return a->entry.seq > b->entry.seq; });
    int failures = 0;
    auto row = byAge.begin();
    for (; row != byAge.end() && failures < kMostFailures; ++row) {
        const base::Result<void> filled = fillRulesOf(context, book, **row);
        if (filled)
            continue;
        if (!isOfTheData(filled.error()))
            return filled.error();
        ++failures;
        noteUntold(**row, watermark);
    }
    for (; row != byAge.end(); ++row)
        noteUntold(**row, watermark);
    return {};
}

}  // namespace

base::Result<void> QueryContext::goOn() const {
    if (stop.stop_requested())
        return base::Error{base::ErrorCode::Cancelled, "answer a query", {}, "asked to stop", {}};
    return {};
}

std::vector<MappedField> mappedFields(const mapping::ObjectMapping& object, const core::RuleSet& rules) {
    std::vector<MappedField> fields;
    fields.reserve(object.fields.size());
    for (const mapping::FieldMapping& field : object.fields) {
        const core::FieldRule* const rule = rules.find(object.name, field.name);
        fields.push_back(
            {field.name, field.field, std::string(wordsFor(field.comparison)), rule == nullptr ? field.rule : *rule});
    }
    return fields;
}

base::Result<std::vector<EntryRow>> rowsOf(QueryContext& context, std::vector<core::Entry> entries) {
    std::vector<EntryRow> rows;
    rows.reserve(entries.size());
    for (core::Entry& entry : entries) {
        if (auto* const captured = std::get_if<core::ChangeCaptured>(&entry.body))
            captured->raw.clear();
        rows.emplace_back().entry = std::move(entry);
    }
    // Before the entities are read: what it covers they hold.
    TRY_ASSIGN(const journal::Anchor anchor, context.projections.readAnchor());
    TRY_ASSIGN(const RowEntities entities, entitiesOf(context, rows));
    nameRows(rows, entities);
    TRY(fillRules(context, anchor.watermark, rows));
    TRY(fillBefore(context, anchor.watermark, entities, rows));
    return rows;
}

}  // namespace syncline::runtime
