#pragma once

#include "app/context.h"
#include "app/engine_session.h"

#include <filesystem>
#include <optional>

namespace syncline::app {

/// What `syncline` without a subcommand was asked for.
struct ConsoleOptions {
    std::filesystem::path workspace;  ///< empty: a fresh one of the sandbox, the last one, or the first start's choice
    bool sandbox = false;
    bool isNew = false;  ///< the first start's choice, also where there is a last workspace
    std::optional<std::uint64_t> seed;
    std::optional<double> editsPerSecond;
};

/// Adds the options of the console to the program itself; where no subcommand is named `run` is set to `open` with what
/// was asked for, or to telling the mistake in it. After all subcommands: none of them goes together with these
/// options.
void addConsoleCommand(CLI::App& program, Run& run, const std::function<ExitCode(const ConsoleOptions&)>& open);

/// Mistakes that can be told without a window: a workspace that does not exist. None: it may be opened. `meant`: what
/// meantBy() takes its name for, or "".
[[nodiscard]] std::optional<base::Error> mistakeIn(const ConsoleOptions& options, const std::string& meant);

}  // namespace syncline::app
