#include "engine/sqlite/sibling_name.h"

#include "engine/base/time_format.h"

#include <algorithm>
#include <string>
#include <system_error>

namespace syncline::sqlite {

base::Result<std::filesystem::path> freeSibling(const std::filesystem::path& path, std::string_view label,
                                                base::WallTime stamp) {
    std::string time = base::formatIso8601(stamp);
    std::erase(time, ':');  // Some file systems do not have it in names.
    std::filesystem::path wanted = path;
    wanted += "." + std::string(label) + "-" + time;
    std::filesystem::path candidate = wanted;
    constexpr int kMostTries = 1000;
    for (int next = 2; next < kMostTries; ++next) {
        std::error_code failure;
        const auto status = std::filesystem::symlink_status(candidate, failure);
        if (status.type() == std::filesystem::file_type::not_found)
            return candidate;
        if (status.type() == std::filesystem::file_type::none)
            return base::Error{base::ErrorCode::Io, "look for a free name", candidate.string(), failure.message(), {}};
        candidate = wanted;
        candidate += "-" + std::to_string(next);
    }
    return base::Error{base::ErrorCode::AlreadyExists, "look for a free name", wanted.string(), "all are taken",
                       "remove old copies"};
}

}  // namespace syncline::sqlite
