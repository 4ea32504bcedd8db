#include "app/workspace_reader.h"

#include "engine/base/clock.h"
#include "engine/base/try.h"
#include "engine/journal/verify.h"

namespace syncline::app {
namespace {

constexpr std::size_t kProjectionStep = 5000;

/// Projections that are not there, or that are broken, are made anew from the journal.
bool canBeMadeAnew(const base::Error& error) {
    return error.code == base::ErrorCode::NotFound || error.code == base::ErrorCode::Corrupt;
}

/// Whether the projections have come to the journal's head.
base::Result<bool> isUpToDate(const std::filesystem::path& folder, journal::Reader& journal) {
    const auto projections = journal::ProjectionReader::open(folder);
    if (!projections)
        return canBeMadeAnew(projections.error()) ? base::Result<bool>(false) : projections.error();
    const auto anchor = (*projections)->readAnchor();
    if (!anchor)
        return canBeMadeAnew(anchor.error()) ? base::Result<bool>(false) : anchor.error();
    TRY_ASSIGN(const core::Seq head, journal.readHead());
    return anchor->watermark == head;
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

}  // namespace

base::Result<WorkspaceReader> WorkspaceReader::open(const std::filesystem::path& folder) {
    WorkspaceReader reader;
    TRY_ASSIGN(reader.workspace, mapping::readWorkspace(folder));
    TRY_ASSIGN(reader.journal, journal::Reader::open(folder));
    TRY(catchUp(folder, *reader.journal));
    TRY_ASSIGN(reader.projections, journal::ProjectionReader::open(folder));
    return reader;
}

}  // namespace syncline::app
