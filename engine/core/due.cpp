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
    // Nothing is sent to a tombstone and its partner, or for an entity that was absorbed by another.
    const bool isOver = entity.deleted.salesforce || entity.deleted.hubspot || entity.mergedInto;
    if (!isOver && (entity.stale.salesforce || entity.stale.hubspot))
        return true;
    const bool wantsPartner = !isOver && !entity.isLinked();
    const bool wantsComparison = !isOver && entity.isLinked();
    return std::any_of(entity.cells.begin(), entity.cells.end(), [&](const auto& named) {
        const Cell& cell = named.second;
        if (wantsPartner && cell.standing && !cell.apart.salesforce && !cell.apart.hubspot)
            return true;
        if (wantsComparison && !isKnown(cell))
            return true;
        const bool isOut = !cell.out.salesforce.empty() || !cell.out.hubspot.empty();
        return isOut || (!isOver && isMoving(cell));
    });
}

}  // namespace syncline::core
