#include "engine/runtime/query/conflict_queries.h"

#include "engine/base/try.h"
#include "engine/runtime/query/answers.h"
#include "engine/runtime/query/conflict_rows.h"
#include "engine/runtime/query/entity_entries.h"

#include <algorithm>
#include <map>
#include <utility>

namespace syncline::runtime {
namespace {

constexpr std::size_t kEntityPage = 200;
constexpr std::size_t kJournalPage = 1000;

/// Where a conflict is open.
struct Place {
    core::Seq conflict;
    core::EntityId entity;
    std::string field;

    auto operator<=>(const Place&) const = default;
};

void addPlaces(std::vector<Place>& places, const core::Entity& entity) {
    for (const auto& [field, cell] : entity.cells) {
        if (cell.conflict && !entity.mergedInto)
            places.push_back({cell.conflict->id, entity.id, field});
    }
}

base::Result<std::vector<Place>> openPlaces(QueryContext& context) {
    std::vector<Place> places;
    core::EntityId after;
    while (true) {
        TRY(context.goOn());
        TRY_ASSIGN(const std::vector<core::Entity> page, context.projections.readConflicted(after, kEntityPage));
        if (page.empty())
            return places;
        after = page.back().id;
        for (const core::Entity& entity : page)
            addPlaces(places, entity);
    }
}

/// Null when it is not open there.
const core::Conflict* openIn(const core::Entity& entity, const std::string& field, core::Seq conflict) {
    const auto cell = entity.cells.find(field);
    if (cell == entity.cells.end() || entity.mergedInto || !cell->second.conflict
        || cell->second.conflict->id != conflict)
        return nullptr;
    return &*cell->second.conflict;
}

/// Of entries read backwards: the resolutions that were taken back, of which the taking back is met first.
class Undoings {
public:
    /// What took that entry back; none for one that stands or is no resolution.
    std::optional<Undoing> passing(const core::Entry& entry) {
        std::optional<Undoing> found;
        if (const auto known = m_ofCause.extract(entry.seq))
            found = known.mapped();
        if (std::holds_alternative<core::ConflictOpened>(entry.body) && entry.cause != core::Seq())
            m_ofCause.insert_or_assign(entry.cause, undoingOf(entry));
        return found;
    }

private:
    std::map<core::Seq, Undoing> m_ofCause;  ///< those whose cause, a decision or a resolution, is yet to come
};

/// What became of a conflict that is not open any more: its resolution, or else the candidates that it had last.
struct Ending {
    std::optional<core::Entry> resolved;
    std::optional<Undoing> undoing;
    std::optional<std::vector<core::Candidate>> candidates;
};

/// True when the entry is the resolution.
bool takeEnding(Ending& ending, core::Entry& entry, core::Seq conflict) {
    const auto* const resolved = std::get_if<core::ConflictResolved>(&entry.body);
    if (resolved != nullptr && resolved->conflict == conflict) {
        ending.resolved = std::move(entry);
        return true;
    }
    auto* const updated = std::get_if<core::ConflictUpdated>(&entry.body);
    if (updated != nullptr && updated->conflict == conflict && !ending.candidates)
        ending.candidates = std::move(updated->candidates);
    return false;
}

base::Result<Ending> readEnding(QueryContext& context, core::EntityId entity, core::Seq conflict) {
    Ending ending;
    Undoings undoings;
    core::Seq before;
    while (!ending.resolved) {
        TRY(context.goOn());
        TRY_ASSIGN(std::vector<core::Entry> page, readHistory(context, entity, before, kEntityPage));
        if (page.empty() || page.front().seq <= conflict)
            break;
        before = page.back().seq;
        for (core::Entry& entry : page) {
            const std::optional<Undoing> undoing = undoings.passing(entry);
            if (!ending.resolved && takeEnding(ending, entry, conflict))
                ending.undoing = undoing;
        }
    }
    return ending;
}

/// Of a resolution whose entity was taken over by another one: an undo stands with that.
base::Result<std::optional<Undoing>> readUndoing(QueryContext& context, const core::Entity& from, core::Seq resolved) {
    core::EntityId survivor = from.id;
    for (std::optional<core::Seq> link = from.mergedInto; link;) {
        TRY_ASSIGN(const core::Entry linked, context.journal.readEntry(*link));
        survivor = linked.entity;
        TRY_ASSIGN(const EntityAt now, readEntityAt(context, survivor, std::nullopt));
        link = now.entity.mergedInto;
    }
    core::Seq before;
    while (true) {
        TRY(context.goOn());
        TRY_ASSIGN(const std::vector<core::Entry> page, readHistory(context, survivor, before, kEntityPage));
        for (const core::Entry& entry : page) {
            if (std::holds_alternative<core::ConflictOpened>(entry.body) && entry.cause == resolved)
                return std::optional(undoingOf(entry));
        }
        if (page.empty() || page.back().seq <= resolved)
            return std::optional<Undoing>();
        before = page.back().seq;
    }
}

}  // namespace

base::Result<std::vector<ConflictRow>> answer(QueryContext& context, const OpenConflicts& query) {
    TRY_ASSIGN(std::vector<Place> places, openPlaces(context));
    std::sort(places.begin(), places.end());
    places.resize(std::min(places.size(), query.limit));
    TRY_ASSIGN(ConflictRows maker, ConflictRows::make(context));
    std::vector<ConflictRow> rows;
    rows.reserve(places.size());
    for (const Place& place : places) {
        TRY(context.goOn());
        TRY_ASSIGN(const std::optional<core::Entity> entity, context.projections.readEntity(place.entity));
        // Between the two reads it may have ended.
        const core::Conflict* const conflict = entity ? openIn(*entity, place.field, place.conflict) : nullptr;
        if (conflict == nullptr)
            continue;
        TRY_ASSIGN(ConflictRow row, maker.open(*entity, place.field, *conflict));
        rows.push_back(std::move(row));
    }
    return rows;
}

base::Result<std::vector<ConflictRow>> answer(QueryContext& context, const ResolvedConflicts& query) {
    TRY_ASSIGN(ConflictRows maker, ConflictRows::make(context));
    TRY_ASSIGN(const auto kinds, context.projections.readKinds());
    TRY_ASSIGN(const journal::Anchor anchor, context.projections.readAnchor());
    const auto counted = kinds.find(std::string(core::name(core::EntryKind::ConflictResolved)));
    // So many lie at or below the watermark: when they are found there is no need to look further back.
    std::int64_t left = counted == kinds.end() ? 0 : counted->second;
    TRY_ASSIGN(core::Seq from, context.journal.readHead());
    Undoings undoings;
    std::vector<ConflictRow> rows;
    while (from > core::Seq() && rows.size() < query.limit && (left > 0 || from > anchor.watermark)) {
        TRY(context.goOn());
        TRY_ASSIGN(const std::vector<core::Entry> page, context.journal.readPageBackwards(from, kJournalPage));
        if (page.empty())
            break;
        from = core::Seq(page.back().seq.value() - 1);
        for (const core::Entry& entry : page) {
            const std::optional<Undoing> undoing = undoings.passing(entry);
            if (!std::holds_alternative<core::ConflictResolved>(entry.body) || rows.size() == query.limit)
                continue;
            left -= entry.seq <= anchor.watermark ? 1 : 0;
            TRY_ASSIGN(ConflictRow row, maker.resolved(entry, undoing));
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

base::Result<ConflictRow> answer(QueryContext& context, const ConflictAt& query) {
    const auto entry = context.journal.readEntry(query.conflict);
    const bool isThere = entry && std::holds_alternative<core::ConflictOpened>(entry->body);
    if (!isThere && (entry || entry.error().code == base::ErrorCode::NotFound))
        return base::Error{base::ErrorCode::NotFound,
                           "show a conflict",
                           std::to_string(query.conflict.value()),
                           "no conflict has that number",
                           {}};
    if (!entry)
        return entry.error();
    const core::ConflictOpened& opened = std::get<core::ConflictOpened>(entry->body);
    TRY_ASSIGN(const EntityAt now, readEntityAt(context, entry->entity, std::nullopt));
    TRY_ASSIGN(ConflictRows maker, ConflictRows::make(context));
    if (const core::Conflict* const open = openIn(now.entity, opened.field, query.conflict))
        return maker.open(now.entity, opened.field, *open);
    TRY_ASSIGN(Ending ending, readEnding(context, entry->entity, query.conflict));
    if (ending.resolved && !ending.undoing && now.entity.mergedInto) {
        TRY_ASSIGN(ending.undoing, readUndoing(context, now.entity, ending.resolved->seq));
    }
    if (ending.resolved)
        return maker.resolved(*ending.resolved, std::move(ending.undoing));
    // Its record was merged into another one: it ended without anybody's choice.
    core::Conflict last{query.conflict, opened.type, std::move(ending.candidates).value_or(opened.candidates)};
    return maker.open(now.entity, opened.field, last);
}

}  // namespace syncline::runtime
