#pragma once

#include "engine/core/entity.h"

#include <cstddef>
#include <map>
#include <set>

namespace syncline::runtime {

/// What is due and undecided, counted as entities change. On the sequencer's thread.
class DueBoard {
public:
    void update(const core::Entity& entity);

    [[nodiscard]] std::size_t entities(core::Side side) const { return m_due[side].size(); }
    [[nodiscard]] std::size_t cells(core::Side side) const { return m_cells[side]; }
    /// Since which entry the oldest is due; 0: nothing is.
    [[nodiscard]] core::Seq oldest(core::Side side) const;
    [[nodiscard]] std::size_t undecided() const { return m_undecidedChanges; }
    /// Writes that are out, or whose outcome is unknown, and partners that are to be made.
    [[nodiscard]] std::size_t unsettled() const { return m_unsettled.size(); }

private:
    struct Due {
        std::size_t cells = 0;
        core::Seq since;
    };

    void updateDue(const core::Entity& entity, core::Side side);

    core::PerSide<std::map<core::EntityId, Due>> m_due;
    core::PerSide<std::multiset<core::Seq>> m_since;
    core::PerSide<std::size_t> m_cells;
    std::map<core::EntityId, std::size_t> m_undecided;
    std::size_t m_undecidedChanges = 0;
    std::set<core::EntityId> m_unsettled;
};

}  // namespace syncline::runtime
