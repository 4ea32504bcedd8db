#include "app/console_command.h"

#include "app/spelling.h"
#include "engine/mapping/workspace.h"

#include <memory>

namespace syncline::app {

std::optional<base::Error> mistakeIn(const ConsoleOptions& options, const std::string& meant) {
    if (!options.sandbox && (options.seed || options.editsPerSecond))
        return base::Error{base::ErrorCode::InvalidArgument, "open the console", "--seed, --edits-per-second",
                           "they are for a sandbox", "say --sandbox as well"};
    if (options.workspace.empty() || options.sandbox)
        return std::nullopt;
    std::error_code failure;
    if (std::filesystem::exists(options.workspace / mapping::kWorkspaceFile, failure))
        return std::nullopt;
    return base::Error{
        base::ErrorCode::InvalidArgument, "open the console", options.workspace.string(),
        failure ? failure.message() : "there is no workspace.json in it",
        !meant.empty()
            ? meant
            : "name a workspace's folder, add --sandbox to make one there, or see syncline --help for commands"};
}

void addConsoleCommand(CLI::App& program, Run& run, const std::function<ExitCode(const ConsoleOptions&)>& open) {
    auto options = std::make_shared<ConsoleOptions>();
    CLI::Option* const fresh =
        program.add_flag("--new", options->isNew, "Choose between the sandbox and a new workspace, as at first start");
    const std::vector<CLI::Option*> own = {
        fresh,
        program.add_option("workspace", options->workspace,
                           "The workspace's folder to open in the console; without one the last, or at first start a "
                           "choice"),
        program.add_flag("--sandbox", options->sandbox,
                         "Open the console on a sandbox workspace: two local servers, people editing. Made in the "
                         "folder if there is none; without a folder, a fresh one in the place of the fresh one before"),
        program.add_option("--seed", options->seed, "Of a sandbox workspace that is made now (1)"),
        program.add_option("--edits-per-second", options->editsPerSecond, "Of the sandbox's people (workspace.json)")
            ->check(CLI::Range(0.0, 500.0))};
    for (std::size_t i = 1; i < own.size(); ++i)
        fresh->excludes(own[i]);
    for (CLI::App* subcommand : program.get_subcommands({})) {
        for (CLI::Option* option : own)
            subcommand->excludes(option);
    }
    program.callback([options, open, &program, &run] {
        if (!program.get_subcommands().empty())
            return;
        run = [options, open, &program] {
            if (const auto mistake = mistakeIn(*options, meantBy(program, {options->workspace.string()})))
                return report(*mistake);
            return open(*options);
        };
    });
}

}  // namespace syncline::app
