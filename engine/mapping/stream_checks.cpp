#include "engine/core/filter.h"
#include "engine/core/side.h"
#include "engine/mapping/workspace_checks.h"

#include <algorithm>
#include <array>
#include <filesystem>

namespace syncline::mapping {
namespace {

/// What the engine keeps in the folder itself, by the beginning of its name: a database has companions.
constexpr std::array<std::string_view, 5> kOwnFiles = {"workspace.json", "journal.db", "projections.db", "segments",
                                                       "sandbox.db"};

void checkStreamName(const JsonNode& name, Mistakes& mistakes) {
    std::string text = name.text();
    if (text.empty())
        return;
    if (core::sideNamed(text))
        mistakes.add(name.pointer(), inQuotes(text) + " is the name of a side's own consumer");
    std::replace(text.begin(), text.end(), '-', '_');
    if (!isIdentifier(text))
        mistakes.add(name.pointer(),
                     "expected letters, digits, underscores and dashes, found " + inQuotes(name.text()));
}

bool isBelowFolder(const std::filesystem::path& path) {
    return path.is_relative() && !path.filename().empty()
           && std::none_of(path.begin(), path.end(), [](const std::filesystem::path& step) {
                  return step == ".." || step == "." || step.empty();
              });
}

void checkStreamFile(const JsonNode& file, Mistakes& mistakes) {
    const std::string text = file.text();
    if (text.empty())
        return;
    const std::filesystem::path path(text);
    if (!isBelowFolder(path) || text.find('\0') != std::string::npos) {
        mistakes.add(file.pointer(), "expected a path below the workspace's folder, found " + inQuotes(text));
        return;
    }
    const std::string first = path.begin()->string();
    if (std::any_of(kOwnFiles.begin(), kOwnFiles.end(), [&](std::string_view own) { return first.starts_with(own); }))
        mistakes.add(file.pointer(), inQuotes(text) + " is where the workspace keeps its own data");
}

void checkFilter(const JsonNode& filter, Mistakes& mistakes) {
    if (const std::optional<core::FilterMistake> mistake = core::mistakeIn(filter.text()))
        mistakes.add(filter.pointer(), "column " + std::to_string(mistake->column) + ": " + mistake->message);
}

}  // namespace

void checkStreams(const JsonNode& streams, Mistakes& mistakes) {
    UniqueNames names(mistakes);
    UniqueNames files(mistakes);
    for (const JsonNode& stream : streams.elements()) {
        names.take(stream["name"], stream["name"].text());
        files.take(stream["file"], stream["file"].text());
        checkStreamName(stream["name"], mistakes);
        checkStreamFile(stream["file"], mistakes);
        checkFilter(stream["filter"], mistakes);
    }
}

}  // namespace syncline::mapping
