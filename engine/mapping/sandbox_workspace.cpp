#include "engine/mapping/sandbox_workspace.h"

#include "engine/base/time_format.h"
#include "engine/base/try.h"
#include "engine/mapping/schema_words.h"
#include "engine/mapping/sha256.h"
#include "engine/mapping/workspace.h"

#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

namespace syncline::mapping {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr const char* kOperation = "make sandbox workspace";
constexpr std::string_view kSampleId = "00000000-0000-8000-8000-000000000000";
constexpr std::string_view kSampleSettings = R"({ "seed": 1, "editsPerSecond": 2 })";

/// Version 8 of RFC 9562: bits of our own making, here of a hash.
std::string uuidOf(const Sha256& digest) {
    Sha256 bytes = digest;
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | 0x80U);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | 0x80U);
    std::string text = hexadecimal(bytes.data(), 16);
    for (const std::size_t dash : {8U, 13U, 18U, 23U})
        text.insert(dash, 1, '-');
    return text;
}

Result<void> replace(std::string& text, std::string_view part, const std::string& by) {
    const std::size_t at = text.find(part);
    if (at == std::string::npos)
        return Error{ErrorCode::Internal, kOperation, "sandbox.json", "the sample has no " + std::string(part), {}};
    text.replace(at, part.size(), by);
    return {};
}

Error systemError(const std::filesystem::path& path, int number) {
    const bool refused = number == EACCES || number == EPERM || number == EROFS;
    const bool full = number == ENOSPC || number == EDQUOT;
    const ErrorCode code = number == EEXIST ? ErrorCode::AlreadyExists
                           : refused        ? ErrorCode::PermissionDenied
                           : full           ? ErrorCode::NoSpace
                                            : ErrorCode::Io;
    std::string hint = "check who may write the file and its folder";
    if (code == ErrorCode::AlreadyExists)
        hint = "choose another folder, or open the workspace that is there";
    else if (full)
        hint = "make room on the disk";
    return {code, kOperation, path.string(), std::generic_category().message(number), std::move(hint)};
}

/// Never over another file; one that could not be written whole is taken away again.
Result<void> writeNew(const std::filesystem::path& path, const std::string& text) {
    std::FILE* const file = std::fopen(path.c_str(), "wbx");
    if (file == nullptr)
        return systemError(path, errno);
    const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0;
    const int writeError = errno;
    const bool closed = std::fclose(file) == 0;
    if (written && closed)
        return {};
    const int number = written ? errno : writeError;
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    return systemError(path, number);
}

}  // namespace

Result<void> createSandboxWorkspace(const std::filesystem::path& folder, const SandboxSettings& settings,
                                    base::WallTime now) {
    std::error_code failure;
    const std::filesystem::path absolute = std::filesystem::absolute(folder, failure);
    if (folder.empty() || failure)
        return Error{ErrorCode::InvalidArgument, kOperation, folder.string(), "not a path of a folder", {}};
    const std::string seed = std::to_string(settings.seed);
    TRY_ASSIGN(const Sha256 digest, sha256("workspace\n" + absolute.lexically_normal().string() + "\n"
                                           + base::formatIso8601(now) + "\n" + seed));
    std::string text(sandboxWorkspaceText());
    TRY(replace(text, kSampleId, uuidOf(digest)));
    const std::string rate = shortestText(settings.editsPerSecond);
    TRY(replace(text, kSampleSettings, "{ \"seed\": " + seed + ", \"editsPerSecond\": " + rate + " }"));
    TRY(parseWorkspace(text, absolute / kWorkspaceFile));
    std::filesystem::create_directories(absolute, failure);
    if (failure)
        return systemError(absolute, failure.value());
    return writeNew(absolute / kWorkspaceFile, text);
}

}  // namespace syncline::mapping
