#include "engine/core/cell.h"
#include "engine/core/entity.h"
#include "engine/core/judge.h"

#include <algorithm>

namespace syncline::core {

const Version* due(const Cell& cell, Side side) {
    if (!cell.standing || !cell.present[side] || cell.conflict || cell.apart[side])
        return nullptr;
    const std::vector<Out>& out = cell.out[side];
    const Version& last = out.empty() ? *cell.present[side] : out.back().version;
    if (last.id == cell.standing->id)
        return nullptr;
    // With a write on its way nobody knows what the side will hold when it has landed: the value is sent even if the
    // side holds it now.
    if (out.empty() && same(last.value[side], cell.standing->value[side]))
        return nullptr;
    return &*cell.standing;
}

bool isMoving(const Cell& cell) {
    return std::any_of(std::begin(kSides), std::end(kSides),
                       [&](Side side) { return !cell.out[side].empty() || due(cell, side) != nullptr; });
}

bool isMoving(const Entity& entity) {
    if (!entity.undecided.empty() || entity.creating)
        return true;
    // Nothing is sent to a tombstone and its partner, or for an entity that was absorbed by another, and of a write
    // that is out nobody makes anything any more: the writer has the entity in use until its answer is there.
    if (entity.deleted.salesforce || entity.deleted.hubspot || entity.mergedInto)
        return false;
    if (entity.stale.salesforce || entity.stale.hubspot)
        return true;
    const bool wantsPartner = !entity.isLinked();
    const bool wantsComparison = entity.isLinked();
    return std::any_of(entity.cells.begin(), entity.cells.end(), [&](const auto& named) {
        const Cell& cell = named.second;
        if (wantsPartner && cell.standing && !cell.apart.salesforce && !cell.apart.hubspot)
            return true;
        if (wantsComparison && !isKnown(cell))
            return true;
        return isMoving(cell);
    });
}

}  // namespace syncline::core
