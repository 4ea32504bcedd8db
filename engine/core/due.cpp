#include "engine/core/cell.h"
#include "engine/core/entity.h"

#include <algorithm>

namespace syncline::core {

const Version* due(const Cell& cell, Side side) {
    if (!cell.standing || cell.conflict || cell.apart[side] || !cell.present[side])
        return nullptr;
    const std::vector<Out>& out = cell.out[side];
    const Version& last = out.empty() ? *cell.present[side] : out.back().version;
    if (last.id == cell.standing->id)
        return nullptr;
    if (out.empty() && same(cell.present[side]->value[side], cell.standing->value[side]))
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
    const bool isStale = entity.stale.salesforce || entity.stale.hubspot;
    const bool isAtWork = !entity.deleted.salesforce && !entity.deleted.hubspot && !entity.mergedInto;
    if (isStale && isAtWork && entity.isLinked())
        return true;
    return std::any_of(entity.cells.begin(), entity.cells.end(), [&](const auto& one) {
        const Cell& cell = one.second;
        return isAtWork ? isMoving(cell) : !cell.out.salesforce.empty() || !cell.out.hubspot.empty();
    });
}

}  // namespace syncline::core
