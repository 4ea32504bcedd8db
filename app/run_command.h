#pragma once

#include "app/context.h"

namespace syncline::app {

/// Adds `syncline run`: the engine without a window, until SIGTERM or SIGINT, or for a time.
void addRunCommand(CLI::App& program, Run& run);

}  // namespace syncline::app
