#include "app/filter_doubts.h"

#include "engine/base/try.h"
#include "engine/runtime/query/entity_names.h"

#include <algorithm>
#include <optional>
#include <string>

namespace syncline::app {
namespace {

/// Namesakes are not all listed.
constexpr std::size_t kMostNamed = 20;

core::FilterWords wordsOf(const mapping::Workspace& workspace) {
    core::FilterWords words;
    for (const mapping::ObjectMapping& object : workspace.objects) {
        words.objects.push_back({object.name, object.object});
        for (const mapping::FieldMapping& field : object.fields)
            words.fields.push_back({field.name, field.field});
    }
    return words;
}

base::Result<std::optional<core::FilterDoubt>> doubtOf(const core::RecordByName& asked, WorkspaceReader& reader) {
    std::vector<core::NamedRecord> called;
    TRY_ASSIGN(const std::vector<core::EntityId> found,
               reader.projections->readEntitiesByKey(asked.text, kMostNamed, journal::KeyMatch::Beginning));
    for (const core::EntityId id : found) {
        TRY_ASSIGN(const std::optional<core::Entity> entity, reader.projections->readEntity(id));
        if (!entity)
            continue;
        if (core::isOneOf(asked.text, runtime::namesOf(*entity, reader.workspace).records))
            return std::optional<core::FilterDoubt>();
        // Found by the beginning of a key: a first name is none without the last name.
        if (!core::isOneOf(asked.text, runtime::calledOf(*entity)))
            continue;
        const auto& record = entity->record;
        called.push_back({entity->object, record.salesforce ? *record.salesforce : record.hubspot.value_or("")});
    }
    return std::optional(core::doubtOf(asked, called));
}

}  // namespace

base::Result<std::vector<core::FilterDoubt>> doubtsIn(std::string_view filter, bool hasTakenEntries,
                                                      WorkspaceReader& reader) {
    std::vector<core::FilterDoubt> doubts = core::doubtsIn(filter, wordsOf(reader.workspace));
    if (hasTakenEntries)
        return doubts;
    for (const core::RecordByName& asked : core::recordsByNameIn(filter)) {
        TRY_ASSIGN(std::optional<core::FilterDoubt> doubt, doubtOf(asked, reader));
        if (doubt)
            doubts.push_back(std::move(*doubt));
    }
    std::stable_sort(doubts.begin(), doubts.end(), [](const core::FilterDoubt& one, const core::FilterDoubt& other) {
        return one.column < other.column;
    });
    return doubts;
}

}  // namespace syncline::app
