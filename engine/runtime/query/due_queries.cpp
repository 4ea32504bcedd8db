#include "engine/runtime/query/due_queries.h"

#include "engine/base/try.h"
#include "engine/runtime/query/answers.h"

#include <algorithm>

namespace syncline::runtime {
namespace {

constexpr std::size_t kEntityPage = 100;

void addExamples(DueReview& review, const core::Entity& entity, core::Side side, std::size_t limit) {
    // Nothing is sent to a tombstone and its partner, or for an entity that was absorbed: there it is 0.
    if (entity.dueSince[side] == core::Seq())
        return;
    for (const auto& [field, cell] : entity.cells) {
        const core::Version* const version = core::due(cell, side);
        if (version == nullptr || review.examples.size() == limit)
            continue;
        review.examples.push_back(
            {entity.id, titleOf(entity), field, side, cell.present[side]->value[side], version->value[side]});
    }
}

}  // namespace

base::Result<DueReview> answer(QueryContext& context, const DuePreview& query) {
    DueReview review;
    std::size_t cells = 0;
    for (const core::Side side : core::kSides) {
        if (!query.sides[side])
            continue;
        TRY_ASSIGN(const journal::DueCount count, context.projections.readDue(side));
        review.cells[side] = count.cells;
        review.records[side] = count.entities;
        cells += count.cells;
    }
    core::EntityId after;
    while (review.examples.size() < std::min(query.examples, cells)) {
        TRY(context.goOn());
        TRY_ASSIGN(const std::vector<core::Entity> page, context.projections.readEntities(after, kEntityPage, true));
        if (page.empty())
            break;
        after = page.back().id;
        for (const core::Entity& entity : page) {
            for (const core::Side side : core::kSides) {
                if (query.sides[side])
                    addExamples(review, entity, side, query.examples);
            }
        }
    }
    return review;
}

}  // namespace syncline::runtime
