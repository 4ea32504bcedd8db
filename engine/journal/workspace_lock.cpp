#include "engine/journal/workspace_lock.h"

#include <cerrno>
#include <charconv>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace syncline::journal {

namespace {

using base::Error;
using base::ErrorCode;

constexpr const char* kLockFile = "workspace.lock";

ErrorCode codeOf(int systemError) {
    switch (systemError) {
        case ENOENT:
        case ENOTDIR:
            return ErrorCode::NotFound;
        case EACCES:
        case EPERM:
        case EROFS:
            return ErrorCode::PermissionDenied;
        case ENOSPC:
        case EDQUOT:
            return ErrorCode::NoSpace;
        default:
            return ErrorCode::Io;
    }
}

Error systemFailure(const std::filesystem::path& path, int systemError) {
    const ErrorCode code = codeOf(systemError);
    std::string hint = "check who may write the file and its folder";
    if (code == ErrorCode::NotFound)
        hint = "name a workspace's folder, or make a new workspace";
    else if (code == ErrorCode::NoSpace)
        hint = "make room on the disk";
    return {code, "lock workspace", path.string(), std::generic_category().message(systemError), std::move(hint)};
}

Error isHeld(const std::filesystem::path& folder) {
    const std::optional<int> holder = WorkspaceLock::lastHolder(folder);
    return {
        ErrorCode::Busy, "lock workspace", (folder / kLockFile).string(),
        holder ? "process " + std::to_string(*holder) + " runs this workspace" : "another process runs this workspace",
        "close it there; commands that only look, and the console, read it all the same"};
}

/// For the message only, so that a failure costs a number in it and no more.
void writeHolder(int descriptor) {
    const std::string text = std::to_string(getpid()) + "\n";
    if (ftruncate(descriptor, 0) == 0)
        static_cast<void>(pwrite(descriptor, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()));
}

int openAgain(const char* path, int flags) {
    constexpr mode_t kMode = 0644;
    int descriptor = -1;
    do
        descriptor = open(path, flags | O_CLOEXEC, kMode);
    while (descriptor < 0 && errno == EINTR);
    return descriptor;
}

}  // namespace

base::Result<WorkspaceLock> WorkspaceLock::acquire(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / kLockFile;
    const int descriptor = openAgain(path.c_str(), O_RDWR | O_CREAT);
    if (descriptor < 0)
        return systemFailure(path, errno);
    WorkspaceLock lock(descriptor);
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        const int failure = errno;
        return failure == EWOULDBLOCK ? isHeld(folder) : systemFailure(path, failure);
    }
    writeHolder(descriptor);
    return lock;
}

std::optional<int> WorkspaceLock::lastHolder(const std::filesystem::path& folder) {
    const int descriptor = openAgain((folder / kLockFile).c_str(), O_RDONLY);
    if (descriptor < 0)
        return std::nullopt;
    char text[16] = {};
    const ssize_t size = pread(descriptor, text, sizeof text, 0);
    close(descriptor);
    int holder = 0;
    if (size <= 0 || std::from_chars(text, text + size, holder).ec != std::errc())
        return std::nullopt;
    return holder;
}

WorkspaceLock::WorkspaceLock(WorkspaceLock&& from) noexcept : m_descriptor(std::exchange(from.m_descriptor, -1)) {}

WorkspaceLock::~WorkspaceLock() {
    if (m_descriptor < 0)
        return;
    // Not left to close(): a child that is just being started may hold a copy of the descriptor for a moment.
    flock(m_descriptor, LOCK_UN);
    close(m_descriptor);
}

}  // namespace syncline::journal
