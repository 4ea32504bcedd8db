#pragma once

#include "engine/base/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace syncline::delivery {

/// A file of lines that only grows. Made with its folders where it is not there. What append() has returned from is on
/// the disk; what it failed on is cut off again, so that it may be tried again. A last line without its end, left by a
/// process that was killed in the middle of it, is cut off before the next line is written: whoever wrote it had not
/// been told that it was there. A file that was moved away or deleted meanwhile (rotated) is made anew. One thread at a
/// time; blocks on the disk.
class JsonLinesFile {
public:
    [[nodiscard]] static base::Result<JsonLinesFile> open(std::filesystem::path path);
    JsonLinesFile(JsonLinesFile&& from) noexcept;
    JsonLinesFile& operator=(JsonLinesFile&&) = delete;
    ~JsonLinesFile();

    /// Whole lines with their ends. Errors: NoSpace, PermissionDenied, Io; it may be tried again.
    [[nodiscard]] base::Result<void> append(std::string_view lines);
    /// Lends the lines that are there without their ends, the last one first, until `look` says false, but none that
    /// begins before the file's last `most` bytes. False: there are such lines, which `look` would have seen. Errors:
    /// Io.
    [[nodiscard]] base::Result<bool> readBackwards(std::int64_t most,
                                                   const std::function<bool(std::string_view)>& look);

private:
    JsonLinesFile(std::filesystem::path path, int descriptor) : m_path(std::move(path)), m_descriptor(descriptor) {}

    [[nodiscard]] base::Result<void> reopenIfMoved();
    [[nodiscard]] base::Result<void> cutTornLine();
    [[nodiscard]] base::Result<std::string> readSpan(std::int64_t from, std::int64_t to) const;
    [[nodiscard]] base::Result<void> write(std::string_view bytes);

    std::filesystem::path m_path;
    int m_descriptor = -1;
    bool m_mayBeTorn = true;  ///< it was just opened, or a write to it failed
};

}  // namespace syncline::delivery
