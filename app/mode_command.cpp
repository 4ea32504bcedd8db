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

/// "3 fields of 2 records are due to hubspot and leave now".
std::string dueText(const ModeOptions& options, core::Side side, const journal::DueCount& due) {
    const bool isOne = due.cells == 1;
    const std::string fate = options.mode == "live" ? "leave" : "stay";
    const std::string ending = options.isDryRun ? " and would " + fate : " and " + fate + (isOne ? "s now" : " now");
    return counted(due.cells, "field", "fields") + " of " + counted(due.entities, "record", "records")
           + (isOne ? " is" : " are") + " due to " + std::string(core::name(side)) + ending;
}

/// What leaves when a direction goes live, or is held back from now on. Before the first run there is nothing to count.
base::Result<void> preview(const ModeOptions& options) {
    auto reader = WorkspaceReader::open(options.workspace);
    if (!reader && reader.error().code == base::ErrorCode::NotFound
        && std::filesystem::exists(options.workspace / mapping::kWorkspaceFile))
        return {};
    if (!reader)
        return std::move(reader).error();
    for (const core::Side side : core::kSides) {
        if (targetOf(options.direction).value_or(side) != side)
            continue;
        TRY_ASSIGN(const journal::DueCount due, reader->projections->readDue(side));
        std::cout << dueText(options, side, due) << '\n';
    }
    return {};
}

ExitCode change(const ModeOptions& options) {
    if (const auto shown = preview(options); !shown)
        return report(shown.error());
    if (options.isDryRun)
        return ExitCode::Done;
    const core::Mode mode = options.mode == "live" ? core::Mode::Live : core::Mode::Observe;
    const auto done = perform(options.workspace, runtime::SetMode{mode, targetOf(options.direction), userName()});
    if (!done)
        return report(done.error());
    std::cout << "changed by entry " << done->entry.value() << '\n';
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
