#include "engine/delivery/due_work.h"

#include <algorithm>

namespace syncline::delivery {

namespace {

bool isOver(const core::Entity& entity) {
    return entity.mergedInto || entity.deleted.salesforce || entity.deleted.hubspot;
}

/// A gap concerns it, and both records are read first. One whose partner is yet to be made is read when it has one.
bool waitsForComparison(const core::Entity& entity) {
    return entity.isLinked() && (entity.stale.salesforce || entity.stale.hubspot);
}

const core::Cell* cellOf(const core::Entity& entity, const mapping::FieldMapping& field, core::Side side) {
    if (field.field[side].empty())
        return nullptr;
    const auto found = entity.cells.find(field.name);
    return found == entity.cells.end() ? nullptr : &found->second;
}

std::vector<DueField> updateFields(const core::Entity& entity, const mapping::ObjectMapping& object, core::Side side) {
    std::vector<DueField> fields;
    for (const mapping::FieldMapping& field : object.fields) {
        const core::Cell* const cell = cellOf(entity, field, side);
        if (cell == nullptr || isInDoubt(*cell, side))
            continue;
        if (const core::Version* const version = core::due(*cell, side))
            fields.push_back({&field, version});
    }
    return fields;
}

/// Of the entity's standing values, those that a new record is made of.
std::vector<DueField> createFields(const core::Entity& entity, const mapping::ObjectMapping& object, core::Side side) {
    core::Seq newest;
    for (const mapping::FieldMapping& field : object.fields) {
        const core::Cell* const cell = cellOf(entity, field, side);
        if (cell != nullptr && cell->standing && !cell->conflict && !cell->apart[side])
            newest = std::max(newest, cell->standing->id.seq);
    }
    std::vector<DueField> fields;
    if (newest == core::Seq())
        return fields;
    for (const mapping::FieldMapping& field : object.fields) {
        const core::Cell* const cell = cellOf(entity, field, side);
        if (cell == nullptr || !cell->standing || cell->conflict)
            continue;
        // What was refused before the newest value came may have been refused for the old one's sake.
        if (!cell->apart[side] || cell->apart[side]->cause < newest)
            fields.push_back({&field, &*cell->standing});
    }
    return fields;
}

core::Seq oldest(const std::vector<DueField>& fields) {
    core::Seq seq = fields.front().version->id.seq;
    for (const DueField& field : fields)
        seq = std::min(seq, field.version->id.seq);
    return seq;
}

}  // namespace

bool isInDoubt(const core::Cell& cell, core::Side side) {
    const std::vector<core::Out>& outs = cell.out[side];
    return std::any_of(outs.begin(), outs.end(), [](const core::Out& out) { return out.outcomeUnknown; });
}

std::optional<DueWork> dueWork(const core::Entity& entity, const mapping::ObjectMapping& object, core::Side side) {
    if (isOver(entity) || waitsForComparison(entity))
        return std::nullopt;
    DueWork work;
    work.create = !entity.record[side];
    if (work.create) {
        if (!entity.record[core::other(side)] || entity.creating || !object.create[side])
            return std::nullopt;
        work.fields = createFields(entity, object, side);
    } else {
        work.fields = updateFields(entity, object, side);
    }
    if (work.fields.empty())
        return std::nullopt;
    work.since = entity.dueSince[side] != core::Seq() ? entity.dueSince[side] : oldest(work.fields);
    return work;
}

std::optional<LookUp> lookUpOf(const core::Entity& entity, const mapping::ObjectMapping& object, core::Side side) {
    const std::optional<std::string>& partner = entity.record[core::other(side)];
    if (!partner)
        return std::nullopt;
    if (!object.partnerId[side].empty())
        return LookUp{object.partnerId[side], *partner, true};
    for (const mapping::MatchKey& key : object.matchKeys) {
        const auto field = std::find_if(object.fields.begin(), object.fields.end(),
                                        [&](const mapping::FieldMapping& one) { return one.name == key.field; });
        if (field == object.fields.end())
            continue;
        const core::Cell* const cell = cellOf(entity, *field, side);
        if (cell != nullptr && !cell->out[side].empty() && !cell->out[side].back().version.value[side].isBlank())
            return LookUp{field->field[side], *cell->out[side].back().version.value[side].text, false};
    }
    return std::nullopt;
}

}  // namespace syncline::delivery
