#pragma once

#include "app/context.h"

namespace syncline::app {

/// Adds `syncline bench`: the benchmarks that ship.
void addBenchCommand(CLI::App& program, Run& run);

}  // namespace syncline::app
