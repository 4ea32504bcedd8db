#include "engine/base/try.h"
#include "engine/mapping/json_scanner.h"
#include "engine/mapping/policy_hash.h"
#include "engine/mapping/schema_check.h"
#include "engine/mapping/workspace.h"
#include "engine/mapping/workspace_checks.h"
#include "engine/mapping/workspace_reader.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

#include <boost/json/parser.hpp>

namespace syncline::mapping {
namespace {

namespace json = boost::json;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::int64_t kVersion = 1;
constexpr std::size_t kMostBytes = std::size_t{4} << 20U;
constexpr const char* kOperation = "read workspace";
/// Where a sandbox workspace keeps what its two servers hold.
constexpr const char* kSandboxState = "sandbox.db";

Error refused(const std::filesystem::path& file, std::string lines) {
    return {ErrorCode::InvalidArgument, kOperation, file.string(), std::move(lines),
            "mend the file; its schema describes every entry"};
}

ErrorCode codeOf(int systemError) {
    switch (systemError) {
        case ENOENT:
        case ENOTDIR:
            return ErrorCode::NotFound;
        case EACCES:
        case EPERM:
        case EROFS:
            return ErrorCode::PermissionDenied;
        default:
            return ErrorCode::Io;
    }
}

std::string hintFor(ErrorCode code) {
    return code == ErrorCode::NotFound ? "name a workspace's folder, or make a new workspace"
                                       : "check who may read the file and its folder";
}

struct CloseFile {
    void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
};

Result<std::string> readText(const std::filesystem::path& file) {
    const std::unique_ptr<std::FILE, CloseFile> open(std::fopen(file.c_str(), "rb"));
    if (!open) {
        const int systemError = errno;
        return Error{codeOf(systemError), kOperation, file.string(), std::generic_category().message(systemError),
                     hintFor(codeOf(systemError))};
    }
    std::string text;
    std::array<char, 16384> block{};
    while (const std::size_t count = std::fread(block.data(), 1, block.size(), open.get())) {
        text.append(block.data(), count);
        if (text.size() > kMostBytes)
            return Error{ErrorCode::LimitExceeded,
                         kOperation,
                         file.string(),
                         "larger than " + std::to_string(kMostBytes) + " bytes",
                         {}};
    }
    if (std::ferror(open.get()) != 0)
        return Error{ErrorCode::Io, kOperation, file.string(), std::generic_category().message(errno),
                     hintFor(ErrorCode::Io)};
    return text;
}

/// The document, once its outline has been found good. What the grammar allows and the parser does not take (bytes
/// that are no UTF-8, a number beyond all bounds) is told with its place as well.
Result<json::value> documentOf(std::string_view text, const JsonOutline& outline, const std::filesystem::path& file) {
    const auto at = [&](TextPlace place, const std::string& message) {
        return refused(
            file, "line " + std::to_string(place.line) + ", column " + std::to_string(place.column) + ": " + message);
    };
    if (outline.mistake)
        return at(outline.mistake->place, outline.mistake->message);
    json::parser parser;
    json::error_code error;
    const std::size_t taken = parser.write(text.data(), text.size(), error);
    if (error)
        return at(placeOf(text, taken), error.message());
    return parser.release();
}

/// A newer file may hold anything: nothing but its number is looked at.
Result<void> refuseNewer(const JsonNode& document, const std::filesystem::path& file) {
    const std::int64_t found = document["version"].wholeNumber().value_or(kVersion);
    if (found <= kVersion)
        return {};
    return Error{ErrorCode::UnsupportedVersion, kOperation, file.string(),
                 "the file is of version " + std::to_string(found) + ", this program knows up to version "
                     + std::to_string(kVersion),
                 "open it with a newer Syncline"};
}

/// The journal that lies beside a sandbox's servers knows their records and, mostly, directions that are live: real
/// accounts would be written to from the first start on, by what was decided between others.
Result<void> refuseOnSandboxJournal(const Workspace& workspace, const std::filesystem::path& file) {
    if (workspace.sandbox)
        return {};
    const std::filesystem::path state = workspace.folder / kSandboxState;
    std::error_code failure;
    const bool isThere = std::filesystem::exists(state, failure);
    // What cannot be seen may be there.
    if (failure)
        return Error{codeOf(failure.value()), kOperation, state.string(),
                     "whether the journal beside it was kept with a sandbox cannot be told: " + failure.message(),
                     hintFor(ErrorCode::Io)};
    if (!isThere)
        return {};
    return Error{ErrorCode::InvalidArgument, kOperation, file.string(),
                 "the file names real connections, and the journal in its folder was kept with a sandbox",
                 "move the file into a folder of its own, or put \"sandbox\" back in place of the addresses"};
}

void checkRepeated(const JsonOutline& outline, Mistakes& mistakes) {
    for (const JsonOutline::Repeated& repeated : outline.repeated)
        mistakes.add(repeated.pointer, "stands twice, on line " + std::to_string(repeated.firstLine) + " and on line "
                                           + std::to_string(repeated.line));
}

}  // namespace

Result<Workspace> parseWorkspace(std::string_view text, const std::filesystem::path& file) {
    const JsonOutline outline = outlineOf(text);
    TRY_ASSIGN(const json::value value, documentOf(text, outline, file));
    const JsonNode document(&value, "");
    TRY(refuseNewer(document, file));
    Mistakes mistakes;
    checkRepeated(outline, mistakes);
    TRY(checkSchema(value, mistakes));
    checkWorkspace(document, mistakes);
    if (!mistakes.empty())
        return refused(file, mistakes.lines(outline));
    Workspace workspace = workspaceOf(document, file.parent_path());
    TRY_ASSIGN(workspace.policyHash, policyHash(workspace.rules()));
    return workspace;
}

Result<Workspace> readWorkspace(const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / kWorkspaceFile;
    TRY_ASSIGN(const std::string text, readText(file));
    TRY_ASSIGN(Workspace workspace, parseWorkspace(text, file));
    TRY(refuseOnSandboxJournal(workspace, file));
    return workspace;
}

}  // namespace syncline::mapping
