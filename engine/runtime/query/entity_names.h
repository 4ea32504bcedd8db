#pragma once

#include "engine/base/result.h"
#include "engine/core/entity.h"
#include "engine/journal/projections.h"
#include "engine/journal/reader.h"
#include "engine/mapping/workspace.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace syncline::runtime {

/// What people call an entity, and what a filter may ask of it.
struct EntityNames {
    std::string object;                ///< by the mapping's name
    std::string title;                 ///< see titleOf()
    std::vector<std::string> records;  ///< ids and match keys, as in core::Filter::Subject

    bool operator==(const EntityNames&) const = default;
};

[[nodiscard]] EntityNames namesOf(const core::Entity& entity, const mapping::Workspace& workspace);

/// The whole names that people may call it by, sorted: its title; its name, first name, last name and full name, as
/// they stand and as each side holds them.
[[nodiscard]] std::vector<std::string> calledOf(const core::Entity& entity);

/// Names of entities, each read once and then kept, for filters that go over many entries. Holds no more than
/// kNamesKept, then it begins anew. One thread at a time; lives no longer than its reader.
class NameBook {
public:
    NameBook(journal::ProjectionReader& projections, const mapping::Workspace& workspace)
        : m_projections(projections), m_workspace(workspace) {}

    /// Without names for entity 0 and for one that the projections do not have yet. Good until the next call.
    [[nodiscard]] base::Result<const EntityNames*> find(core::EntityId entity);
    /// Forgets the names of entities that have changed since the last time: for a book that is kept from one search to
    /// the next.
    [[nodiscard]] base::Result<void> forgetChanged(journal::Reader& journal);

private:
    static constexpr std::size_t kNamesKept = 50'000;

    journal::ProjectionReader& m_projections;
    const mapping::Workspace& m_workspace;
    std::unordered_map<core::EntityId, EntityNames> m_names;
    core::Seq m_asOf;  ///< the projections' watermark, the last time that it was looked at
};

}  // namespace syncline::runtime
