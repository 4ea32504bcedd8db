#include "app/mode_command.h"

#include "app/counted.h"
#include "app/engine_access.h"
#include "app/workspace_reader.h"
#include "engine/base/try.h"

#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace syncline::app {
namespace {

struct ModeOptions {
    std::filesystem::path workspace;
    std::string mode;
    std::string direction;
    bool isDryRun = false;
};

/// "to-salesforce" or "to-hubspot"; both without one.
std::optional<core::Side> targetOf(const std::string& direction) {
    return direction.empty() ? std::nullopt : core::sideNamed(direction.substr(3));
}

struct Due {
    core::Side side;
    journal::DueCount count;
};

/// "3 fields of 2 records are due to hubspot and leave now". `isLater`: no engine runs that they could leave by.
std::string dueText(const ModeOptions& options, const Due& due, bool isLater) {
    const bool isOne = due.count.cells == 1;
    const std::string fate = options.mode == "live" ? "leave" : "stay";
    const std::string later = options.mode == "live" ? " with the next run" : "";
    const std::string when = isLater ? later : " now";
    const std::string ending = options.isDryRun ? " and would " + fate : " and " + fate + (isOne ? "s" : "") + when;
    return counted(due.count.cells, "field", "fields") + " of " + counted(due.count.entities, "record", "records")
           + (isOne ? " is" : " are") + " due to " + std::string(core::name(due.side)) + ending;
}

/// What leaves when a direction goes live, or is held back from now on. Before the first run there is nothing to count.
base::Result<std::vector<Due>> dueOf(const ModeOptions& options) {
    std::vector<Due> all;
    auto reader = WorkspaceReader::open(options.workspace);
    if (!reader && reader.error().code == base::ErrorCode::NotFound
        && std::filesystem::exists(options.workspace / mapping::kWorkspaceFile))
        return all;
    if (!reader)
        return std::move(reader).error();
    for (const core::Side side : core::kSides) {
        if (targetOf(options.direction).value_or(side) != side)
            continue;
        TRY_ASSIGN(const journal::DueCount count, reader->projections->readDue(side));
        all.push_back({side, count});
    }
    return all;
}

void print(const ModeOptions& options, const std::vector<Due>& all, bool isLater) {
    for (const Due& due : all)
        std::cout << dueText(options, due, isLater) << '\n';
}

ExitCode change(const ModeOptions& options) {
    const auto due = dueOf(options);
    if (!due)
        return report(due.error());
    if (options.isDryRun) {
        print(options, *due, false);
        return ExitCode::Done;
    }
    const core::Mode mode = options.mode == "live" ? core::Mode::Live : core::Mode::Observe;
    const auto done = perform(options.workspace, runtime::SetMode{mode, targetOf(options.direction), userName()});
    if (!done)
        return report(done.error());
    print(options, *due, done->isLater);
    std::cout << "changed by entry " << done->entry.value()
              << (done->isLater ? "; no engine runs: it counts from the next run on" : "") << '\n';
    return ExitCode::Done;
}

}  // namespace

void addModeCommand(CLI::App& program, Run& run) {
    CLI::App* command =
        program.add_subcommand("mode", "Whether what is due leaves (live), or is only counted (observe)");
    auto options = std::make_shared<ModeOptions>();
    command->add_option("workspace", options->workspace, "The workspace's folder")->required();
    command->add_option("mode", options->mode, "observe or live")
        ->required()
        ->check(CLI::IsMember({"observe", "live"}));
    command->add_option("--direction", options->direction, "to-salesforce or to-hubspot; both without it")
        ->check(CLI::IsMember({"to-salesforce", "to-hubspot"}));
    command->add_flag("--dry-run", options->isDryRun, "Only say what would leave or stay");
    command->callback([options, &run] { run = [options] { return change(*options); }; });
}

}  // namespace syncline::app
