#pragma once

#include "engine/base/result.h"
#include "engine/core/apply.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace syncline::journal {

/// Where a FoldState finds what it does not hold.
class StateSource {
public:
    virtual ~StateSource() = default;
    [[nodiscard]] virtual base::Result<std::optional<core::Entity>> readEntity(core::EntityId id) = 0;
    [[nodiscard]] virtual base::Result<std::optional<core::EntityId>> readLink(const core::RecordKey& record) = 0;
};

/// The state that entries are folded into outside the engine: held in memory, loaded from a source when it is first
/// asked for. apply() cannot fail, so that a failure of the source is kept, and fold() returns it. One thread at a
/// time.
class FoldState final : public core::State {
public:
    /// Without a source what is not held is not there. The source must outlive the state.
    explicit FoldState(StateSource* source = nullptr, core::WorkspaceState workspace = {});

    /// Applies the entry. After a failure the state is of no use any more.
    [[nodiscard]] base::Result<void> fold(const core::Entry& entry);
    /// The entities that the last entry concerned, in order; 0 for one of the workspace as a whole.
    [[nodiscard]] const std::set<core::EntityId>& concerned() const { return m_concerned; }

    /// All that is held: without a source all there are.
    [[nodiscard]] const std::map<core::EntityId, core::Entity>& entities() const { return m_entities; }
    /// All links that were set.
    [[nodiscard]] const std::map<core::RecordKey, core::EntityId>& links() const { return m_links; }
    [[nodiscard]] const core::WorkspaceState& workspace() const { return m_workspace; }

    core::Entity& entity(core::EntityId id) override;
    core::WorkspaceState& workspace() override { return m_workspace; }
    void setLink(const core::RecordKey& record, core::EntityId entity) override;
    [[nodiscard]] std::optional<core::EntityId> linkOf(const core::RecordKey& record) const override;

private:
    void load(core::EntityId id);

    StateSource* m_source;
    std::map<core::EntityId, core::Entity> m_entities;
    std::map<core::RecordKey, core::EntityId> m_links;
    core::WorkspaceState m_workspace;
    std::set<core::EntityId> m_concerned;
    mutable std::optional<base::Error> m_failure;  ///< linkOf() reads, too
};

/// How many entries there are of each kind, and fields of each outcome.
struct Counts {
    std::map<std::string, std::int64_t> outcomes;
    std::map<std::string, std::int64_t> kinds;

    void add(const core::Entry& entry);
    bool operator==(const Counts&) const = default;
};

}  // namespace syncline::journal
