#pragma once

#include "engine/base/result.h"

#include <filesystem>
#include <optional>

namespace syncline::journal {

/// The lock of the workspace's only writer: flock(2) on the file `workspace.lock`, which holds the process id of who
/// has it for the message to others. The kernel takes the lock away when the process ends, however it ends; the file
/// stays. Any thread; does not block.
class WorkspaceLock {
public:
    /// Busy when another engine has it, also one of this process; NotFound without a folder; PermissionDenied, NoSpace,
    /// Io.
    [[nodiscard]] static base::Result<WorkspaceLock> acquire(const std::filesystem::path& folder);
    /// The process that has it, or had it last; none when the file says nothing.
    [[nodiscard]] static std::optional<int> lastHolder(const std::filesystem::path& folder);

    WorkspaceLock(WorkspaceLock&& from) noexcept;
    WorkspaceLock& operator=(WorkspaceLock&&) = delete;
    ~WorkspaceLock();

private:
    explicit WorkspaceLock(int descriptor) : m_descriptor(descriptor) {}
    int m_descriptor = -1;
};

}  // namespace syncline::journal
