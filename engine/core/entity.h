#pragma once

#include "engine/core/cell.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace syncline::core {

/// How an entity's records came together.
enum class LinkOrigin : std::uint8_t { StoredId, MatchKey, Created, Operator };

[[nodiscard]] std::string_view name(LinkOrigin origin);

/// One or two linked records and the cells of their mapped fields. A plain value; changed by apply() only.
struct Entity {
    EntityId id;
    std::string object;                          ///< the mapping's name
    PerSide<std::optional<std::string>> record;  ///< record ids; none: not linked, not created yet
    PerSide<bool> deleted;                       ///< the side's record was deleted or merged away: a tombstone
    PerSide<bool> stale;                ///< a gap: what the side holds is to be read before anything is decided
    std::optional<Seq> creating;        ///< the open WriteSent that creates the missing record
    std::optional<Seq> mergedInto;      ///< linked records were two entities; this is the one that went: see there
    std::vector<Seq> undecided;         ///< ChangeCaptured entries without a decision yet, in order
    std::map<std::string, Cell> cells;  ///< by canonical field name
    PerSide<Seq> dueSince;              ///< since which entry something is due to the side; 0: nothing is
    Seq lastEntry;                      ///< the last entry that concerned it

    [[nodiscard]] bool isLinked() const { return record.salesforce && record.hubspot; }
    bool operator==(const Entity&) const = default;
};

/// True when the entity has work to do or to wait for, so that the engine keeps it in memory.
[[nodiscard]] bool isMoving(const Entity& entity);

}  // namespace syncline::core
