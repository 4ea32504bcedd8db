#include "engine/runtime/due_board.h"

#include <algorithm>

namespace syncline::runtime {
namespace {

std::size_t dueCells(const core::Entity& entity, core::Side side) {
    if (entity.deleted.salesforce || entity.deleted.hubspot || entity.mergedInto)
        return 0;
    return static_cast<std::size_t>(std::count_if(entity.cells.begin(), entity.cells.end(), [&](const auto& named) {
        return core::due(named.second, side) != nullptr;
    }));
}

bool hasUnanswered(const core::Entity& entity) {
    const auto unanswered = [](const core::Out& out) { return !out.answeredAt.has_value(); };
    return entity.creating || std::any_of(entity.cells.begin(), entity.cells.end(), [&](const auto& named) {
               const auto& out = named.second.out;
               return std::any_of(out.salesforce.begin(), out.salesforce.end(), unanswered)
                      || std::any_of(out.hubspot.begin(), out.hubspot.end(), unanswered);
           });
}

}  // namespace

void DueBoard::update(const core::Entity& entity) {
    for (const core::Side side : core::kSides)
        updateDue(entity, side);
    const std::size_t undecided = entity.mergedInto ? 0 : entity.undecided.size();
    const auto known = m_undecided.find(entity.id);
    if (known != m_undecided.end()) {
        m_undecidedChanges -= known->second;
        m_undecided.erase(known);
    }
    if (undecided != 0) {
        m_undecided.emplace(entity.id, undecided);
        m_undecidedChanges += undecided;
    }
    if (!entity.mergedInto && hasUnanswered(entity))
        m_unsettled.insert(entity.id);
    else
        m_unsettled.erase(entity.id);
}

void DueBoard::updateDue(const core::Entity& entity, core::Side side) {
    const auto known = m_due[side].find(entity.id);
    if (known != m_due[side].end()) {
        m_cells[side] -= known->second.cells;
        m_since[side].erase(m_since[side].find(known->second.since));
        m_due[side].erase(known);
    }
    const std::size_t cells = dueCells(entity, side);
    if (cells == 0)
        return;
    m_due[side].emplace(entity.id, Due{cells, entity.dueSince[side]});
    m_since[side].insert(entity.dueSince[side]);
    m_cells[side] += cells;
}

core::Seq DueBoard::oldest(core::Side side) const {
    return m_since[side].empty() ? core::Seq() : *m_since[side].begin();
}

}  // namespace syncline::runtime
