#include "engine/sqlite/rename_aside.h"

#include "engine/base/try.h"
#include "engine/sqlite/sibling_name.h"

#include <system_error>

namespace syncline::sqlite {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

Error renameError(const std::filesystem::path& path, const std::error_code& failure) {
    ErrorCode code = ErrorCode::Io;
    if (failure == std::errc::no_such_file_or_directory)
        code = ErrorCode::NotFound;
    if (failure == std::errc::permission_denied || failure == std::errc::operation_not_permitted
        || failure == std::errc::read_only_file_system)
        code = ErrorCode::PermissionDenied;
    return {code, "rename database aside", path.string(), failure.message(), {}};
}

std::filesystem::path withSuffix(std::filesystem::path path, const char* suffix) {
    path += suffix;
    return path;
}

}  // namespace

Result<std::filesystem::path> renameAside(const std::filesystem::path& path, base::WallTime stamp) {
    TRY_ASSIGN(auto aside, freeSibling(path, "broken", stamp));
    std::error_code failure;
    std::filesystem::rename(path, aside, failure);
    if (failure)
        return renameError(path, failure);
    for (const char* const suffix : {"-wal", "-journal", "-shm"}) {
        const std::filesystem::path companion = withSuffix(path, suffix);
        std::filesystem::rename(companion, withSuffix(aside, suffix), failure);
        if (failure && failure != std::errc::no_such_file_or_directory)
            return renameError(companion, failure);
    }
    return aside;
}

}  // namespace syncline::sqlite
