#pragma once

#include "engine/core/entity.h"
#include "engine/core/entry.h"

#include <vector>

namespace syncline::core {

/// What the workspace knows beside its entities.
struct WorkspaceState {
    RuleSet rules;
    std::string policySource;  ///< of the last PolicyChanged that came from the workspace file: its source is a SHA-256
    PerSide<ConnectorStateChanged> connector;
    PerSide<Seq> gap;  ///< a GapDetected without records whose records have not all been named yet; 0: none

    bool operator==(const WorkspaceState&) const = default;
};

/// Where folding finds and keeps state: the engine's cache, the projector, verify's memory. All that entitiesOf() and
/// recordsOf() name is loaded before apply() is called, so that nothing in here fails.
class State {
public:
    virtual ~State() = default;
    /// The entity, made empty if it is not there. The reference is good until another entity is asked for.
    virtual Entity& entity(EntityId id) = 0;
    virtual WorkspaceState& workspace() = 0;
    /// The record belongs to that entity from now on.
    virtual void setLink(const RecordKey& record, EntityId entity) = 0;
    [[nodiscard]] virtual std::optional<EntityId> linkOf(const RecordKey& record) const = 0;
};

/// The entities that apply() will touch, those of a GapDetected's records excepted, which go by linkOf().
[[nodiscard]] std::vector<EntityId> entitiesOf(const Entry& entry);
/// The records that the entry names with their object, which are those that apply() may ask linkOf() for.
[[nodiscard]] std::vector<RecordKey> recordsOf(const Entry& entry);

/// Folds one entry into the state: assigns what the entry says and decides nothing. Entries in order, each once.
void apply(State& state, const Entry& entry);

}  // namespace syncline::core
