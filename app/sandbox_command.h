#pragma once

#include "app/exit_codes.h"

#include <functional>

#include <CLI/CLI.hpp>

namespace syncline::app {

/// Adds `syncline sandbox`: the two servers until SIGTERM or SIGINT. `run` is set when the command line asks for it.
void addSandboxCommand(CLI::App& program, std::function<ExitCode()>& run);

}  // namespace syncline::app
