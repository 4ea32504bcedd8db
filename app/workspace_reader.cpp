#include "app/workspace_reader.h"

#include "engine/base/clock.h"
#include "engine/base/try.h"
#include "engine/journal/verify.h"

namespace syncline::app {
namespace {

constexpr std::size_t kProjectionStep = 5000;

/// Whether the projections have come to the journal's head.
base::Result<bool> isUpToDate(const std::filesystem::path& folder, journal::Reader& journal) {
    const auto projections = journal::ProjectionReader::open(folder);
    if (!projections)
        return projections.error().code == base::ErrorCode::NotFound ? base::Result<bool>(false) : projections.error();
    TRY_ASSIGN(const journal::Anchor anchor, (*projections)->readAnchor());
    TRY_ASSIGN(const core::Seq head, journal.readHead());
    return anchor.watermark == head;
}

/// Nobody else brings the projections up while no engine runs; a running one does it by itself.
base::Result<void> catchUp(const std::filesystem::path& folder, journal::Reader& journal) {
    TRY_ASSIGN(const bool upToDate, isUpToDate(folder, journal));
    if (upToDate)
        return {};
    const auto lock = journal::WorkspaceLock::acquire(folder);
    if (!lock)
        return {};
    const base::SystemClock clock;
    TRY_ASSIGN(const auto projector, journal::Projector::open(folder, clock));
    while (true) {
        TRY_ASSIGN(const std::size_t folded, projector->step(kProjectionStep));
        if (folded == 0)
            return {};
    }
}

const core::Version* shownVersion(const core::Cell& cell) {
    if (cell.standing)
        return &*cell.standing;
    for (const core::Side side : core::kSides) {
        if (cell.present[side])
            return &*cell.present[side];
    }
    return nullptr;
}

}  // namespace

base::Result<WorkspaceReader> WorkspaceReader::open(const std::filesystem::path& folder) {
    WorkspaceReader reader;
    TRY_ASSIGN(reader.workspace, mapping::readWorkspace(folder));
    TRY_ASSIGN(reader.journal, journal::Reader::open(folder));
    TRY(catchUp(folder, *reader.journal));
    TRY_ASSIGN(reader.projections, journal::ProjectionReader::open(folder));
    return reader;
}

base::Result<WorkspaceReader::Names> WorkspaceReader::namesOf(core::EntityId entity) const {
    Names names;
    if (entity == core::EntityId())
        return names;
    TRY_ASSIGN(const std::optional<core::Entity> stored, projections->readEntity(entity));
    if (!stored)
        return names;
    names.object = stored->object;
    for (const core::Side side : core::kSides) {
        if (stored->record[side])
            names.records.push_back(*stored->record[side]);
    }
    const mapping::ObjectMapping* object = workspace.find(stored->object);
    if (object == nullptr)
        return names;
    for (const mapping::MatchKey& key : object->matchKeys) {
        const auto cell = stored->cells.find(key.field);
        const core::Version* version = cell == stored->cells.end() ? nullptr : shownVersion(cell->second);
        for (const core::Side side : core::kSides) {
            if (version != nullptr && version->value[side].text)
                names.records.push_back(*version->value[side].text);
        }
    }
    return names;
}

std::string titleOf(const core::Entity& entity) {
    for (const char* field : {"email", "name", "last_name"}) {
        const auto cell = entity.cells.find(field);
        const core::Version* version = cell == entity.cells.end() ? nullptr : shownVersion(cell->second);
        if (version != nullptr && version->value.salesforce.text)
            return *version->value.salesforce.text;
        if (version != nullptr && version->value.hubspot.text)
            return *version->value.hubspot.text;
    }
    return entity.record.salesforce.value_or(entity.record.hubspot.value_or(std::to_string(entity.id.value())));
}

}  // namespace syncline::app
