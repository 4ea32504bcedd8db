#include "engine/base/spill_file.h"

#include "engine/base/log.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace syncline::base {
namespace {

/// Runs take up powers of two, so that the place of one fits another.
std::size_t roomFor(std::size_t size) {
    constexpr std::size_t kLeast = 64;
    return std::bit_ceil(std::max(size, kLeast));
}

off_t at(std::uint64_t offset) {
    return static_cast<off_t>(offset);
}

/// -1 with errno.
int openUnnamed(const std::string& folder) {
    const int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file >= 0)
        return file;
    // Not every file system has files without a name.
    std::string name = folder + "/syncline-XXXXXX";
    const int named = ::mkostemp(name.data(), O_CLOEXEC);
    if (named >= 0)
        static_cast<void>(::unlink(name.c_str()));
    return named;
}

}  // namespace

SpillFile::SpillFile() {
    std::error_code failure;
    const std::filesystem::path folder = std::filesystem::temp_directory_path(failure);
    m_file = failure ? -1 : openUnnamed(folder.empty() ? "/tmp" : folder.string());
    if (m_file < 0)
        complain(failure ? failure.value() : errno);
}

SpillFile::~SpillFile() {
    if (m_file >= 0)
        static_cast<void>(::close(m_file));
}

std::optional<SpillFile::Run> SpillFile::write(std::string_view bytes) {
    if (m_file < 0)
        return std::nullopt;
    const Run run{take(roomFor(bytes.size())), bytes.size()};
    for (std::size_t written = 0; written < bytes.size();) {
        const ssize_t some = ::pwrite(m_file, bytes.data() + written, bytes.size() - written, at(run.offset + written));
        if (some < 0 && errno == EINTR)
            continue;
        if (some <= 0) {
            complain(errno);
            release(run);
            return std::nullopt;
        }
        written += static_cast<std::size_t>(some);
    }
    return run;
}

std::optional<std::string> SpillFile::read(const Run& run) const {
    std::string bytes(run.size, '\0');
    for (std::size_t got = 0; got < bytes.size();) {
        const ssize_t some = ::pread(m_file, bytes.data() + got, bytes.size() - got, at(run.offset + got));
        if (some < 0 && errno == EINTR)
            continue;
        if (some <= 0)
            return std::nullopt;
        got += static_cast<std::size_t>(some);
    }
    return bytes;
}

void SpillFile::release(const Run& run) {
    const std::lock_guard lock(m_mutex);
    m_free[roomFor(run.size)].push_back(run.offset);
}

std::uint64_t SpillFile::end() const {
    const std::lock_guard lock(m_mutex);
    return m_end;
}

void SpillFile::complain(int systemError) {
    if (!m_hasComplained.exchange(true))
        log::warning("temporary file", "it cannot be written: what was to lie there stays in memory",
                     {{"detail", std::generic_category().message(systemError)}});
}

std::uint64_t SpillFile::take(std::size_t room) {
    const std::lock_guard lock(m_mutex);
    std::vector<std::uint64_t>& free = m_free[room];
    if (free.empty()) {
        m_end += room;
        return m_end - room;
    }
    const std::uint64_t offset = free.back();
    free.pop_back();
    return offset;
}

}  // namespace syncline::base
