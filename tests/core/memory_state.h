#pragma once

#include "engine/core/apply.h"

#include <map>
#include <memory>
#include <optional>

namespace syncline::test {

/// All state in memory. Entities do not stay where they are when another is asked for, as the interface allows.
class MemoryState final : public core::State {
public:
    core::Entity& entity(core::EntityId id) override {
        if (m_lent)
            m_entities[m_lentId] = *m_lent;
        m_lentId = id;
        m_lent = std::make_unique<core::Entity>(m_entities[id]);
        return *m_lent;
    }
    core::WorkspaceState& workspace() override { return m_workspace; }
    void setLink(const core::RecordKey& record, core::EntityId entity) override { m_links[record] = entity; }
    [[nodiscard]] std::optional<core::EntityId> linkOf(const core::RecordKey& record) const override {
        const auto found = m_links.find(record);
        return found == m_links.end() ? std::nullopt : std::optional(found->second);
    }

    /// As it is now; an empty one where there is none.
    [[nodiscard]] core::Entity at(core::EntityId id) const {
        if (m_lent && id == m_lentId)
            return *m_lent;
        const auto found = m_entities.find(id);
        return found == m_entities.end() ? core::Entity{} : found->second;
    }
    [[nodiscard]] const std::map<core::RecordKey, core::EntityId>& links() const { return m_links; }

private:
    std::map<core::EntityId, core::Entity> m_entities;
    std::map<core::RecordKey, core::EntityId> m_links;
    core::WorkspaceState m_workspace;
    core::EntityId m_lentId;
    std::unique_ptr<core::Entity> m_lent;
};

}  // namespace syncline::test
