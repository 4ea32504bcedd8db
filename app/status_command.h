#pragma once

#include "app/context.h"

namespace syncline::app {

/// Adds `syncline status`.
void addStatusCommand(CLI::App& program, Run& run);

}  // namespace syncline::app
