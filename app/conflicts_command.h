#pragma once

#include "app/context.h"

namespace syncline::app {

/// Adds `syncline conflicts list`, `show` and `resolve`.
void addConflictsCommand(CLI::App& program, Run& run);

}  // namespace syncline::app
