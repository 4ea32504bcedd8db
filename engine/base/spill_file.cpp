#include "engine/base/spill_file.h"

#include "engine/base/log.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
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

}  // namespace

std::shared_ptr<SpillFile> SpillFile::shared() {
    static const auto theFile = std::make_shared<SpillFile>();
    return theFile;
}

SpillFile::SpillFile() : m_file(std::tmpfile()) {
    if (m_file == nullptr) {
        const std::string detail = std::generic_category().message(errno);
        log::warning("temporary file", "there is none: what was to lie in it stays in memory", {{"detail", detail}});
        return;
    }
    // No business of a program that is started from here.
    static_cast<void>(::fcntl(::fileno(m_file.get()), F_SETFD, FD_CLOEXEC));
}

std::optional<SpillFile::Run> SpillFile::write(std::string_view bytes) {
    if (m_file == nullptr)
        return std::nullopt;
    const Run run{take(roomFor(bytes.size())), bytes.size()};
    for (std::size_t written = 0; written < bytes.size();) {
        const ssize_t some =
            ::pwrite(::fileno(m_file.get()), bytes.data() + written, bytes.size() - written, at(run.offset + written));
        if (some < 0 && errno == EINTR)
            continue;
        if (some <= 0) {
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
        const ssize_t some =
            ::pread(::fileno(m_file.get()), bytes.data() + got, bytes.size() - got, at(run.offset + got));
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
