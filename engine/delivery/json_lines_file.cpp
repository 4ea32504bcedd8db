#include "engine/delivery/json_lines_file.h"

#include "engine/base/try.h"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace syncline::delivery {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

Error fileError(std::string operation, const std::filesystem::path& path, const std::error_code& failure) {
    ErrorCode code = ErrorCode::Io;
    std::string hint = "check who may write the file and its folder";
    if (failure == std::errc::no_space_on_device || failure == std::errc::file_too_large || failure.value() == EDQUOT) {
        code = ErrorCode::NoSpace;
        hint = "make room on the disk; the stream goes on by itself";
    }
    if (failure == std::errc::permission_denied || failure == std::errc::operation_not_permitted
        || failure == std::errc::read_only_file_system)
        code = ErrorCode::PermissionDenied;
    return {code, std::move(operation), path.string(), failure.message(), std::move(hint)};
}

Error lastError(std::string operation, const std::filesystem::path& path) {
    return fileError(std::move(operation), path, std::error_code(errno, std::generic_category()));
}

/// A new name is durable when its folder is.
Result<void> syncFolder(const std::filesystem::path& path) {
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return lastError("open folder", folder);
    const bool isSynced = ::fsync(descriptor) == 0;
    Result<void> result;
    if (!isSynced)
        result = lastError("sync folder", folder);
    ::close(descriptor);
    return result;
}

Result<int> openFile(const std::filesystem::path& path) {
    if (path.has_parent_path()) {
        std::error_code failure;
        std::filesystem::create_directories(path.parent_path(), failure);
        if (failure)
            return fileError("make folder", path.parent_path(), failure);
    }
    // For its owner only: the lines hold what people wrote into their CRM.
    constexpr mode_t kMode = S_IRUSR | S_IWUSR;
    const int descriptor = ::open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, kMode);
    if (descriptor < 0)
        return lastError("open stream file", path);
    if (auto synced = syncFolder(path); !synced) {
        ::close(descriptor);
        return std::move(synced).error();
    }
    return descriptor;
}

}  // namespace

Result<JsonLinesFile> JsonLinesFile::open(std::filesystem::path path) {
    TRY_ASSIGN(const int descriptor, openFile(path));
    JsonLinesFile file(std::move(path), descriptor);
    TRY(file.cutTornLine());
    return file;
}

JsonLinesFile::JsonLinesFile(JsonLinesFile&& from) noexcept
    : m_path(std::move(from.m_path)),
      m_descriptor(std::exchange(from.m_descriptor, -1)),
      m_mayBeTorn(from.m_mayBeTorn) {}

JsonLinesFile::~JsonLinesFile() {
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<void> JsonLinesFile::append(std::string_view lines) {
    if (lines.empty())
        return {};
    TRY(reopenIfMoved());
    TRY(cutTornLine());
    const off_t before = ::lseek(m_descriptor, 0, SEEK_END);
    if (before < 0)
        return lastError("find end of stream file", m_path);
    m_mayBeTorn = true;
    auto written = write(lines);
    if (!written) {
        // The lines come again: none of them may stay, and the next append looks whether a torn one did.
        if (::ftruncate(m_descriptor, before) == 0)
            m_mayBeTorn = false;
        return written;
    }
    m_mayBeTorn = false;
    return {};
}

Result<bool> JsonLinesFile::readBackwards(std::int64_t most, const std::function<bool(std::string_view)>& look) {
    TRY(cutTornLine());
    constexpr std::int64_t kBlock = 64 * 1024;
    std::int64_t from = ::lseek(m_descriptor, 0, SEEK_END);
    if (from < 0)
        return lastError("find end of stream file", m_path);
    const std::int64_t first = std::max<std::int64_t>(0, from - most);
    std::string text;  ///< from `from` on, up to the end of the last line that was not looked at
    while (from > first) {
        // A long line is read in blocks that grow with it, or it would be moved and searched again for each.
        const std::int64_t length = std::max(kBlock, static_cast<std::int64_t>(text.size()));
        const std::int64_t before = std::max(first, from - length);
        TRY_ASSIGN(const std::string block, readSpan(before, from));
        text.insert(0, block);
        from = before;
        while (!text.empty()) {
            const std::size_t last = text.size() < 2 ? std::string::npos : text.rfind('\n', text.size() - 2);
            if (last == std::string::npos && from > 0)
                break;
            const std::size_t begin = last == std::string::npos ? 0 : last + 1;
            if (!look(std::string_view(text).substr(begin, text.size() - begin - 1)))
                return true;
            text.resize(begin);
        }
    }
    return first == 0;
}

Result<std::string> JsonLinesFile::readSpan(std::int64_t from, std::int64_t to) const {
    std::string bytes(static_cast<std::size_t>(to - from), '\0');
    std::size_t read = 0;
    while (read < bytes.size()) {
        const ssize_t count =
            ::pread(m_descriptor, bytes.data() + read, bytes.size() - read, from + static_cast<std::int64_t>(read));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return lastError("read stream file", m_path);
        if (count == 0)
            return Error{ErrorCode::Io, "read stream file", m_path.string(), "the file ends early",
                         "let no other program cut it"};
        read += static_cast<std::size_t>(count);
    }
    return bytes;
}

Result<void> JsonLinesFile::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(m_descriptor, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return lastError("write to stream file", m_path);
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    if (::fsync(m_descriptor) != 0)
        return lastError("sync stream file", m_path);
    return {};
}

Result<void> JsonLinesFile::reopenIfMoved() {
    struct stat own {};
    struct stat named {};
    if (::fstat(m_descriptor, &own) != 0)
        return lastError("look at stream file", m_path);
    const bool isThere = ::stat(m_path.c_str(), &named) == 0;
    if (isThere && named.st_dev == own.st_dev && named.st_ino == own.st_ino)
        return {};
    TRY_ASSIGN(const int descriptor, openFile(m_path));
    ::close(std::exchange(m_descriptor, descriptor));
    m_mayBeTorn = true;
    return {};
}

Result<void> JsonLinesFile::cutTornLine() {
    if (!m_mayBeTorn)
        return {};
    constexpr off_t kBlock = 4096;
    off_t end = ::lseek(m_descriptor, 0, SEEK_END);
    if (end < 0)
        return lastError("find end of stream file", m_path);
    const off_t size = end;
    off_t keep = 0;
    while (end > 0 && keep == 0) {
        const off_t from = std::max<off_t>(0, end - kBlock);
        TRY_ASSIGN(const std::string block, readSpan(from, end));
        const std::size_t newline = block.rfind('\n');
        if (newline != std::string::npos)
            keep = from + static_cast<off_t>(newline) + 1;
        end = from;
    }
    if (keep != size && ::ftruncate(m_descriptor, keep) != 0)
        return lastError("cut unfinished line off stream file", m_path);
    m_mayBeTorn = false;
    return {};
}

}  // namespace syncline::delivery
