#pragma once

#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::base {

/// A temporary file without a name, gone with the process, in which byte runs come and go. Any thread.
class SpillFile {
public:
    /// Where a run lies.
    struct Run {
        std::uint64_t offset = 0;
        std::size_t size = 0;
    };

    /// The process's own one; held by whoever has a run in it.
    [[nodiscard]] static std::shared_ptr<SpillFile> shared();
    SpillFile();

    /// nullopt when there is no such file, or no space in it.
    [[nodiscard]] std::optional<Run> write(std::string_view bytes);
    [[nodiscard]] std::optional<std::string> read(const Run& run) const;
    /// Its place is used again.
    void release(const Run& run);
    /// Up to where there was ever something.
    [[nodiscard]] std::uint64_t end() const;

private:
    struct Close {
        void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
    };

    [[nodiscard]] std::uint64_t take(std::size_t room);

    std::unique_ptr<std::FILE, Close> m_file;  ///< null: it could not be made
    mutable std::mutex m_mutex;
    std::map<std::size_t, std::vector<std::uint64_t>> m_free;  ///< by room; guarded by m_mutex, as what follows
    std::uint64_t m_end = 0;
};

}  // namespace syncline::base
