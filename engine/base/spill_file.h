#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::base {

/// A temporary file without a name, in the system's folder for such (TMPDIR, else /tmp), gone with its owner, in which
/// byte runs come and go. Each takes up the next power of two, and its place is for runs of that size from then on: the
/// file never shrinks. Any thread.
class SpillFile {
public:
    /// Where a run lies.
    struct Run {
        std::uint64_t offset = 0;
        std::size_t size = 0;
    };

    SpillFile();
    ~SpillFile();
    SpillFile(const SpillFile&) = delete;
    SpillFile& operator=(const SpillFile&) = delete;

    /// nullopt when there is no such file, or no space in it; the log says so once.
    [[nodiscard]] std::optional<Run> write(std::string_view bytes);
    [[nodiscard]] std::optional<std::string> read(const Run& run) const;
    /// Its place is used again.
    void release(const Run& run);
    /// Up to where there was ever something.
    [[nodiscard]] std::uint64_t end() const;

private:
    [[nodiscard]] std::uint64_t take(std::size_t room);
    void complain(int systemError);

    int m_file = -1;  ///< its descriptor; -1: it could not be made
    std::atomic<bool> m_hasComplained = false;
    mutable std::mutex m_mutex;
    std::map<std::size_t, std::vector<std::uint64_t>> m_free;  ///< by room; guarded by m_mutex, as what follows
    std::uint64_t m_end = 0;
};

}  // namespace syncline::base
