#include "app/sandbox_folders.h"

#include "engine/journal/workspace_lock.h"
#include "engine/mapping/workspace.h"

#include <QDateTime>
#include <string>
#include <system_error>
#include <vector>

namespace syncline::app {
namespace {

namespace fs = std::filesystem;

constexpr auto kPrefix = "sandbox-";

/// With a journal: one that is only being made belongs to whoever makes it.
bool isSandbox(const fs::path& folder) {
    std::error_code ignored;
    return folder.filename().string().starts_with(kPrefix) && fs::is_directory(fs::symlink_status(folder, ignored))
           && fs::exists(folder / "journal.db", ignored) && fs::exists(folder / mapping::kWorkspaceFile, ignored);
}

void removeUnlessOpen(const fs::path& folder) {
    const auto workspace = mapping::readWorkspace(folder);
    if (!workspace || !workspace->sandbox)
        return;
    const auto lock = journal::WorkspaceLock::acquire(folder);
    std::error_code ignored;
    if (lock)
        fs::remove_all(folder, ignored);
}

}  // namespace

fs::path freshSandboxFolder(const fs::path& sandboxes, base::WallTime now) {
    const QString moment =
        QDateTime::fromMSecsSinceEpoch(now.time_since_epoch().count()).toString(QStringLiteral("yyyyMMdd-HHmmss"));
    fs::path folder = sandboxes / (kPrefix + moment.toStdString());
    std::error_code ignored;
    for (int again = 2; fs::exists(folder, ignored); ++again)
        folder = sandboxes / (kPrefix + moment.toStdString() + "-" + std::to_string(again));
    return folder;
}

void removeFormerSandboxes(const fs::path& sandboxes, const fs::path& kept) {
    std::error_code failure;
    std::vector<fs::path> former;
    for (fs::directory_iterator entry(sandboxes, failure), end; !failure && entry != end; entry.increment(failure)) {
        if (entry->path().filename() != kept.filename() && isSandbox(entry->path()))
            former.push_back(entry->path());
    }
    for (const fs::path& folder : former)
        removeUnlessOpen(folder);
}

}  // namespace syncline::app
