#pragma once

#include "app/exit_codes.h"
#include "engine/base/clock.h"
#include "engine/base/error.h"

#include <filesystem>
#include <functional>
#include <string>

#include <CLI/CLI.hpp>

namespace syncline::app {

/// What a command line asks for: set by the command that was named, run by main.
using Run = std::function<ExitCode()>;

/// Says on standard error what went wrong, why, and what to do; gives the exit code that goes with it: InvalidArgument
/// is wrong use, everything else could not be done.
ExitCode report(const base::Error& error);

/// The same for what was asked of a workspace: what is not in it, or is not as it was expected there, is the answer no;
/// that there is no workspace, or no journal yet, could not be done.
ExitCode report(const base::Error& error, const std::filesystem::path& workspace);

/// Who runs this process, for entries that people cause.
[[nodiscard]] std::string userName();

}  // namespace syncline::app
