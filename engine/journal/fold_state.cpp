#include "engine/journal/fold_state.h"

#include <utility>
#include <variant>

namespace syncline::journal {

FoldState::FoldState(StateSource* source, core::WorkspaceState workspace)
    : m_source(source), m_workspace(std::move(workspace)) {}

base::Result<void> FoldState::fold(const core::Entry& entry) {
    m_concerned = {entry.entity};
    core::apply(*this, entry);
    if (m_failure)
        return *m_failure;
    return {};
}

core::Entity& FoldState::entity(core::EntityId id) {
    m_concerned.insert(id);
    const auto found = m_entities.find(id);
    if (found != m_entities.end())
        return found->second;
    load(id);
    core::Entity& entity = m_entities[id];
    entity.id = id;
    return entity;
}

void FoldState::load(core::EntityId id) {
    if (m_source == nullptr || m_failure)
        return;
    base::Result<std::optional<core::Entity>> stored = m_source->readEntity(id);
    if (!stored)
        m_failure = stored.error();
    else if (*stored)
        m_entities.emplace(id, **std::move(stored));
}

void FoldState::setLink(const core::RecordKey& record, core::EntityId entity) {
    m_links[record] = entity;
}

std::optional<core::EntityId> FoldState::linkOf(const core::RecordKey& record) const {
    const auto found = m_links.find(record);
    if (found != m_links.end())
        return found->second;
    if (m_source == nullptr || m_failure)
        return std::nullopt;
    base::Result<std::optional<core::EntityId>> stored = m_source->readLink(record);
    if (stored)
        return *stored;
    m_failure = stored.error();
    return std::nullopt;
}

void Counts::add(const core::Entry& entry) {
    ++kinds[std::string(core::name(entry.kind()))];
    const auto* const decided = std::get_if<core::FieldsDecided>(&entry.body);
    if (decided == nullptr)
        return;
    for (const core::FieldDecision& field : decided->fields)
        ++outcomes[std::string(core::name(field.outcome))];
}

}  // namespace syncline::journal
